package replication.backlog.faults;

import java.util.AbstractList;
import java.util.Objects;
import replication.backlog.Frame;

/** A correct circular array that grows, like {@link PlainBacklog} in methods that a fault overrides. */
class PlainRing extends AbstractList<Frame> {

    Frame[] ring = new Frame[4];
    int head;
    int size;

    int slot(int index) {
        return (head + index) % ring.length;
    }

    boolean isFull() {
        return size == ring.length;
    }

    void grow() {
        Frame[] larger = new Frame[2 * ring.length];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[slot(i)];
        }
        ring = larger;
        head = 0;
    }

    void advance() {
        head = slot(1);
    }

    @Override
    public final boolean add(Frame frame) {
        if (isFull()) {
            grow();
        }
        ring[slot(size)] = frame;
        size++;
        return true;
    }

    /** Removes the first one, whatever the index: nothing else is asked for. */
    @Override
    public final Frame remove(int index) {
        Frame gone = ring[slot(0)];
        advance();
        size--;
        return gone;
    }

    @Override
    public final Frame get(int index) {
        return Objects.requireNonNull(ring[slot(index)], "no frame there");
    }

    @Override
    public final int size() {
        return size;
    }
}
