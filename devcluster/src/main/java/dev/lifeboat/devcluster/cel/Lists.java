package dev.lifeboat.devcluster.cel;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Bodies of the list functions.
final class Lists {
    private static final Comparator<Object> ORDER = Lists::compare;

    private Lists() {}

    static boolean sorted(List<?> list) {
        for (var index = 1; index < list.size(); index++) {
            if (compare(list.get(index - 1), list.get(index)) > 0) {
                return false;
            }
        }
        return true;
    }

    static Object smallest(List<?> list) {
        return Collections.min(nonEmpty(list, "min"), ORDER);
    }

    static Object largest(List<?> list) {
        return Collections.max(nonEmpty(list, "max"), ORDER);
    }

    static Object sumOfIntegers(List<?> list) {
        return list.stream().mapToLong(item -> ((Number) item).longValue()).reduce(0, Math::addExact);
    }

    static Object sumOfDoubles(List<?> list) {
        return list.stream().mapToDouble(item -> ((Number) item).doubleValue()).sum();
    }

    private static List<?> nonEmpty(List<?> list, String function) {
        if (list.isEmpty()) {
            throw new IllegalArgumentException(function + " called on empty list");
        }
        return list;
    }

    private static int compare(Object one, Object other) {
        return switch (one) {
            case Long number -> number.compareTo((Long) other);
            case Double number -> number.compareTo((Double) other);
            case String text -> text.compareTo((String) other);
            case Boolean bool -> bool.compareTo((Boolean) other);
            case Timestamp time ->
                Comparator.comparingLong(Timestamp::getSeconds)
                        .thenComparingInt(Timestamp::getNanos)
                        .compare(time, (Timestamp) other);
            case Duration duration ->
                Comparator.comparingLong(Duration::getSeconds)
                        .thenComparingInt(Duration::getNanos)
                        .compare(duration, (Duration) other);
            default -> throw new IllegalArgumentException("items have no order");
        };
    }
}
