#!/usr/bin/env python3
"""adapter.py with one fault, planted for demonstration: its watermark is inclusive.

The watermark's own frame is dropped too, which breaks DROP-1 and DROP-2. Nothing else differs.
Run: python3 adapter_faulty.py
"""
import adapter


class InclusiveWatermarkBacklog(adapter.Backlog):
    def drop_up_to(self, watermark):
        super().drop_up_to(watermark + 1)


if __name__ == "__main__":
    adapter.main(InclusiveWatermarkBacklog)
