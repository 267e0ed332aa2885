module backlogadapter

go 1.21
