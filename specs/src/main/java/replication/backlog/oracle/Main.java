package replication.backlog.oracle;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The command line. */
@Command(
        name = "backlog-oracle",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Holds implementations of a replication backlog, in any language, to the specification.",
        subcommands = {
            CheckCommand.class,
            ReplayCommand.class,
            ExplainCommand.class,
            VectorsCommand.class,
            AdapterCommand.class,
            RulesCommand.class
        },
        footer = {
            "",
            "Exit status: 0 conforms; 1 diverges; 2 a declared deviation no longer happens;",
            "3 the adapter cannot be started or does not speak the protocol; 4 usage error;",
            "5 nothing was checked; 70 the oracle itself failed."
        })
public final class Main {

    private Main() {}

    /**
     * Runs the command line and exits with its status.
     *
     * @param args the arguments
     */
    public static void main(String[] args) {
        // jqwik says how it generates; that is of no interest here.
        Logger.getLogger("net.jqwik").setLevel(Level.SEVERE);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /** Runs the command line and returns the exit status. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setStopAtPositional(true)
                .setParameterExceptionHandler(Main::usage)
                .setExecutionExceptionHandler(Main::failed);
        try {
            return commandLine.execute(args.length == 0 ? new String[] {"--help"} : args);
        } catch (Error error) {
            return broken(err, error);
        }
    }

    private static int usage(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        command.getErr().println(error.getMessage());
        command.getErr()
                .println("See: backlog-oracle " + (command.getParent() == null ? "" : command.getCommandName() + " ")
                        + "--help");
        return Verdict.USAGE;
    }

    private static int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
        if (error instanceof AdapterFailure) {
            command.getErr().println(error.getMessage());
            return Verdict.NO_ADAPTER;
        }
        return broken(command.getErr(), error);
    }

    /** The oracle's own fault: its place in one line, for whoever mends it, rather than a trace for the user. */
    private static int broken(PrintWriter err, Throwable fault) {
        String place = fault.getStackTrace().length == 0 ? "" : " at " + fault.getStackTrace()[0];
        err.println(
                "The oracle itself failed, so there is no verdict: " + fault + place + ". Please report this line.");
        return Verdict.ORACLE_FAILED;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"backlog-oracle " + version()};
        }
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
