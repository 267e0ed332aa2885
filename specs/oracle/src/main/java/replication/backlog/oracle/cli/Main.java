package replication.backlog.oracle.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import replication.backlog.conformance.verdict.Verdict;
import replication.backlog.model.Untrusted;

/** The command line. */
@Command(
        name = "backlog-oracle",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
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
            "5 nothing was checked; 70 the oracle itself failed; 130 it was interrupted."
        })
public final class Main {

    private static final int LONGEST_MESSAGE = 2000;

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
        // Options may stand behind the files that these name; an adapter stands behind "--".
        commandLine.getSubcommands().get("replay").setStopAtPositional(false);
        commandLine.getSubcommands().get("explain").setStopAtPositional(false);
        int status;
        try {
            requireReadable(args);
            status = commandLine.execute(args.length == 0 ? new String[] {"--help"} : args);
        } catch (Unreadable unreadable) {
            err.println(unreadable.getMessage());
            return Verdict.USAGE;
        } catch (Error error) {
            err.println(fault(error));
            return Verdict.ORACLE_FAILED;
        }
        if (out.checkError()) {
            err.println("Standard output cannot be written, so the result is not all there.");
            return status == Verdict.CONFORMS ? Verdict.USAGE : status;
        }
        return status;
    }

    /** An argument was lost on the way into this process. */
    private static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unreadable(int number) {
            super("Argument " + number + " has letters that this process's language does not have, and came in mangled:"
                    + " set LC_ALL=C.UTF-8, or another UTF-8 language, and try again.");
        }
    }

    /** Under {@code LANG=C} Java replaces what is not ASCII, and would start another adapter than it was told to. */
    private static void requireReadable(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].indexOf('\ufffd') >= 0) {
                throw new Unreadable(i + 1);
            }
        }
    }

    private static int usage(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        command.getErr().println(Untrusted.cut(Untrusted.line("" + error.getMessage()), LONGEST_MESSAGE));
        command.getErr()
                .println("See: backlog-oracle " + (command.getParent() == null ? "" : command.getCommandName() + " ")
                        + "--help");
        return Verdict.USAGE;
    }

    private static int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println(fault(error));
        return Verdict.ORACLE_FAILED;
    }

    /** The oracle's own fault: its place in one line, for whoever mends it, rather than a trace for the user. */
    static String fault(Throwable fault) {
        String place = fault.getStackTrace().length == 0 ? "" : " at " + fault.getStackTrace()[0];
        return "The oracle itself failed, so there is no verdict: " + Untrusted.abridged("" + fault) + place
                + ". Please report this line.";
    }
}
