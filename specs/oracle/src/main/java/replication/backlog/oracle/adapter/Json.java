package replication.backlog.oracle.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import replication.backlog.model.Untrusted;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The protocol's values in JSON: integers as strings of decimal digits, bytes as strings of lowercase hexadecimal. */
public final class Json {

    /** A key twice is no object: what would count is anybody's guess. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,19}");
    private static final char[] HEX_DIGITS = "0123456789abcdef".toCharArray();

    private Json() {}

    /** A line is not what the protocol says; the message says how, to follow a colon. */
    public static final class Malformed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean mayBeALogLine;

        Malformed(String message) {
            this(message, true);
        }

        Malformed(String message, boolean mayBeALogLine) {
            super(message);
            this.mayBeALogLine = mayBeALogLine;
        }

        /** Whether it may have been written by somebody who knows nothing of the protocol. */
        boolean mayBeALogLine() {
            return mayBeALogLine;
        }
    }

    /** A value has the right type and means nothing: no number of 64 bits, no bytes. */
    static final class Meaningless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String field;
        private final String value;

        Meaningless(String field, String value) {
            super(field, null, false, false);
            this.field = field;
            this.value = value;
        }

        String field() {
            return field;
        }

        String value() {
            return value;
        }
    }

    /** Reads a line that has to be one JSON object. */
    public static JsonNode object(String line) {
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException notJson) {
            // Told below, like JSON that is no object.
        }
        throw new Malformed("it is no JSON object");
    }

    static long number(JsonNode object, String field) {
        return number(field, object.path(field));
    }

    static OptionalLong numberOrNull(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isNull() ? OptionalLong.empty() : OptionalLong.of(number(field, value));
    }

    static OptionalLong numberIfPresent(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(number(field, value));
    }

    static String bytes(JsonNode object, String field) {
        return bytes(field, object.path(field));
    }

    static List<String> byteStrings(JsonNode object, String field) {
        List<String> strings = new ArrayList<>();
        for (JsonNode element : array(object, field)) {
            strings.add(bytes(field, element));
        }
        return strings;
    }

    public static JsonNode array(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isArray()) {
            throw mistyped(field, "an array", value);
        }
        return value;
    }

    public static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isString()) {
            throw mistyped(field, "a string", value);
        }
        return value.stringValue();
    }

    static String hex(String bytes) {
        char[] hex = new char[2 * bytes.length()];
        for (int i = 0; i < bytes.length(); i++) {
            hex[2 * i] = HEX_DIGITS[bytes.charAt(i) >> 4];
            hex[2 * i + 1] = HEX_DIGITS[bytes.charAt(i) & 15];
        }
        return new String(hex);
    }

    /** Writes a text as a JSON string, quotes included. */
    public static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }

    private static long number(String field, JsonNode value) {
        if (!value.isString()) {
            throw mistyped(field, "a string of decimal digits, at most 18446744073709551615", value);
        }
        try {
            if (DIGITS.matcher(value.stringValue()).matches()) {
                return Long.parseUnsignedLong(value.stringValue());
            }
        } catch (NumberFormatException beyond64Bits) {
            // Told below, like any other text that is no such number.
        }
        throw new Meaningless(field, value.stringValue());
    }

    private static String bytes(String field, JsonNode value) {
        if (!value.isString()) {
            throw mistyped(field, "a string of lowercase hexadecimal, two digits a byte", value);
        }
        String hex = value.stringValue();
        char[] bytes = new char[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (char) (digit(hex.charAt(2 * i)) << 4 | digit(hex.charAt(2 * i + 1)));
            if (bytes[i] > 0xff) {
                throw new Meaningless(field, hex);
            }
        }
        if (hex.length() % 2 != 0) {
            throw new Meaningless(field, hex);
        }
        return new String(bytes);
    }

    /** The digit's value; 256 and more where it is none. */
    private static int digit(char digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : 0x100;
    }

    private static Malformed mistyped(String field, String wanted, JsonNode value) {
        String found = value.isMissingNode() ? "missing" : Untrusted.abridged(value.toString());
        return new Malformed("its field \"" + field + "\" has to be " + wanted + ", but is " + found);
    }
}
