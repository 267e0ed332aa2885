package replication.backlog.oracle.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this tool. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"backlog-oracle " + text()};
    }

    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
