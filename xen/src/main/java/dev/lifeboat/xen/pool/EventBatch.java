package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `event.from` gives: what became of which objects, how many there are of each class, and the point in time
/// to go on from.
///
/// @param counts of live objects by class
record EventBatch(List<Event> events, Map<String, Integer> counts, String token) {

    /// The classes that an inventory is made of.
    static final List<String> CLASSES = List.of(
            "pool",
            "host",
            "host_metrics",
            "SR",
            "SM",
            "PBD",
            "network",
            "VM",
            "VBD",
            "VDI",
            "VIF",
            "VM_guest_metrics");

    private static final Map<String, String> CLASS_BY_LOWER_CASE = CLASSES.stream()
            .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), Function.identity()));

    /// One object's latest state.
    ///
    /// @param record empty once it is destroyed
    record Event(String type, String ref, Optional<XapiRecord> record) {}

    static EventBatch of(Object answer) {
        var batch = XapiRecord.of(answer);
        return new EventBatch(
                batch.records("events").flatMap(EventBatch::event).toList(),
                counts(batch.map("valid_ref_counts")),
                batch.text("token"));
    }

    /// Events of other classes than were asked for mean nothing here.
    private static Stream<Event> event(XapiRecord event) {
        var type = className(event.text("class"));
        var ref = event.ref("ref");
        if (type.isEmpty() || ref.isEmpty()) {
            return Stream.empty();
        }
        var record = event.text("operation").equals("del") ? Optional.<XapiRecord>empty() : event.record("snapshot");
        return Stream.of(new Event(type.get(), ref.get(), record));
    }

    /// Counts that are no numbers are left out: they only serve to notice what was missed.
    private static Map<String, Integer> counts(Map<String, String> counts) {
        return counts.entrySet().stream()
                .filter(count -> count.getValue().matches("[0-9]{1,9}"))
                .filter(count -> className(count.getKey()).isPresent())
                .collect(Collectors.toUnmodifiableMap(
                        count -> className(count.getKey()).orElseThrow(),
                        count -> Integer.valueOf(count.getValue()),
                        Math::max));
    }

    private static Optional<String> className(String anyCase) {
        return Optional.ofNullable(CLASS_BY_LOWER_CASE.get(anyCase.toLowerCase(Locale.ROOT)));
    }
}
