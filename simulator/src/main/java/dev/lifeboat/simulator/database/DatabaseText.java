package dev.lifeboat.simulator.database;

import dev.lifeboat.simulator.rpc.CompactTime;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/// Values as the real database stores them: text, with sets and maps as s-expressions.
final class DatabaseText {
    private DatabaseText() {}

    static String of(Object value) {
        return switch (value) {
            case Instant time -> CompactTime.format(time);
            case Collection<?> items -> items.stream().map(DatabaseText::quoted).collect(joined());
            case Map<?, ?> members ->
                members.entrySet().stream()
                        .map(member -> "(" + quoted(member.getKey()) + " " + quoted(member.getValue()) + ")")
                        .collect(joined());
            default -> value.toString();
        };
    }

    private static String quoted(Object value) {
        return "'" + of(value).replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static Collector<CharSequence, ?, String> joined() {
        return Collectors.joining(" ", "(", ")");
    }
}
