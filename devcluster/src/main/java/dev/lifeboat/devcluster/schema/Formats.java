package dev.lifeboat.devcluster.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.regex.Pattern;

/// The formats of the schema language that a value can fail. Unknown formats fit everything, as in Kubernetes.
final class Formats {
    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|(2[0-4]|1\\d|[1-9]|)\\d)\\.?\\b){4}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private Formats() {}

    static boolean fits(String format, String text) {
        return switch (format) {
            case "date-time" -> dateTime(text);
            case "date" -> date(text);
            case "duration" -> GoDuration.parse(text).isPresent();
            case "byte" -> base64(text);
            case "uuid" -> UUID.matcher(text).matches();
            case "ipv4" -> IPV4.matcher(text).matches();
            case "email" -> EMAIL.matcher(text).matches();
            case "uri" -> uri(text);
            default -> true;
        };
    }

    static boolean fits(String format, BigDecimal number) {
        return switch (format) {
            case "int32" -> fitsInto(number, 31);
            case "int64" -> fitsInto(number, 63);
            default -> true;
        };
    }

    private static boolean fitsInto(BigDecimal number, int bits) {
        return number.stripTrailingZeros().scale() <= 0
                && number.toBigInteger().bitLength() <= bits
                && number.toBigInteger().compareTo(BigInteger.ONE.shiftLeft(bits)) < 0;
    }

    private static boolean dateTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static boolean date(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static boolean base64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean uri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
