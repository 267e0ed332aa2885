package replication.backlog.wire;

/** Arguments in arrays of their own, which nothing outside this class can reach. */
final class OwnedArgv implements Argv {

    private final byte[][] arguments;

    /** Adopts the arrays: the caller keeps no reference to them. */
    OwnedArgv(byte[][] arguments) {
        this.arguments = arguments;
    }

    @Override
    public int size() {
        return arguments.length;
    }

    @Override
    public int length(int index) {
        return arguments[index].length;
    }

    @Override
    public void copyTo(int index, int from, int length, byte[] target, int position) {
        System.arraycopy(arguments[index], from, target, position, length);
    }

    @Override
    public Argv owned() {
        return this;
    }
}
