package replication.backlog.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Wide stores write what plain ones do. */
class WideStoresTest {

    @Test
    void headsOfTheTableAreThePlainOnesInOneStore() {
        for (int length = 0; length < WideStores.TABLE_END; length++) {
            byte[] plain = new byte[8];
            byte[] wide = "########".getBytes(StandardCharsets.US_ASCII);
            int end = WideStores.putHeadPlain(plain, 0, length);
            assertThat(end).isEqualTo(WideStores.headLength(length));
            assertThat(WideStores.putHead(wide, 0, length)).isEqualTo(end);
            assertThat(wide).as("the head and, behind it, zeros").isEqualTo(plain);
        }
    }

    @Test
    void otherHeadsAreWrittenByteByByte() {
        for (int length : new int[] {WideStores.TABLE_END, 9999, 10_000, Integer.MAX_VALUE}) {
            byte[] head = "##################".getBytes(StandardCharsets.US_ASCII);
            int end = WideStores.putHead(head, 1, length);
            assertThat(end).isEqualTo(1 + WideStores.headLength(length));
            String expected = "\r\n$" + length + "\r\n";
            assertThat(head).asString().startsWith("#" + expected + "#");
        }
    }

    @Test
    void textsOfEightTo32BytesAreCopiedAndNothingElse() {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef";
        for (int length = 8; length <= 32; length++) {
            byte[] target = "#".repeat(length + 2).getBytes(StandardCharsets.US_ASCII);
            byte[] text = letters.substring(0, length).getBytes(StandardCharsets.US_ASCII);
            assertThat(WideStores.copy(text, 0, target, 1)).isEqualTo(1 + length);
            assertThat(target).asString().isEqualTo("#" + letters.substring(0, length) + "#");
            byte[] behind = ("##" + letters.substring(0, length)).getBytes(StandardCharsets.US_ASCII);
            assertThat(WideStores.copy(behind, 2, target, 1)).isEqualTo(1 + length);
            assertThat(target).asString().isEqualTo("#" + letters.substring(0, length) + "#");
        }
    }

    @Test
    void aLineEndIsTwoBytes() {
        byte[] target = "####".getBytes(StandardCharsets.US_ASCII);
        assertThat(WideStores.putLineEnd(target, 1)).isEqualTo(3);
        assertThat(target).asString().isEqualTo("#\r\n#");
    }
}
