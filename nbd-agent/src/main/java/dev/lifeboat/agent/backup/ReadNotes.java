package dev.lifeboat.agent.backup;

import dev.lifeboat.agent.api.DiskReport;
import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.disk.DiskImageWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How a disk was read, kept with its image: so that the report of an agent that comes later, and reads nothing of
/// it, still says so.
///
/// @param changedBytes see [DiskReport]
record ReadNotes(Protocol protocol, Optional<FullReason> fullReason, Optional<String> detail, long changedBytes) {
    private static final int MOST_DETAIL = 240;

    private static final String PROTOCOL = "protocol";
    private static final String FULL_REASON = "fullReason";
    private static final String DETAIL = "detail";
    private static final String CHANGED_BYTES = "changedBytes";

    static ReadNotes of(DiskJob job) {
        var protocol = job.source().protocol();
        return switch (job.plan()) {
            case ReadPlan.Whole(var reason, var detail) ->
                new ReadNotes(
                        protocol,
                        Optional.of(reason),
                        together(detail, job.source().contents().note()),
                        job.disk().sizeBytes());
            case ReadPlan.Changed changed ->
                new ReadNotes(protocol, Optional.empty(), repaired(changed), changed.changedBytes());
        };
    }

    private static Optional<String> together(Optional<String> detail, Optional<String> note) {
        return Stream.of(detail, note)
                .flatMap(Optional::stream)
                .reduce((first, second) -> first + ". " + second)
                .map(ReadNotes::cut);
    }

    private static Optional<String> repaired(ReadPlan.Changed plan) {
        return plan.damagedBytes() == 0
                ? Optional.empty()
                : Optional.of(
                        plan.damagedBytes() + " bytes were read again, since they are marked as damaged in the base");
    }

    /// Empty if nothing was noted, or by another release that says it in other words.
    static Optional<ReadNotes> from(Map<String, String> notes) {
        return find(Protocol.values(), notes.get(PROTOCOL))
                .map(protocol -> new ReadNotes(
                        protocol,
                        find(FullReason.values(), notes.get(FULL_REASON)),
                        Optional.ofNullable(notes.get(DETAIL)),
                        bytes(notes.get(CHANGED_BYTES))));
    }

    void writeTo(DiskImageWriter writer) {
        writer.note(PROTOCOL, protocol.name());
        fullReason.ifPresent(reason -> writer.note(FULL_REASON, reason.name()));
        detail.ifPresent(text -> writer.note(DETAIL, text));
        writer.note(CHANGED_BYTES, Long.toString(changedBytes));
    }

    /// @param readBytes    by this agent
    /// @param resumedBytes by earlier ones
    DiskReport report(DiskImage image, long readBytes, long resumedBytes) {
        return new DiskReport(
                image.device(),
                protocol,
                fullReason,
                detail,
                image.sizeBytes(),
                changedBytes,
                readBytes,
                resumedBytes,
                image.figures().newBytes(),
                image.figures().storedBytes());
    }

    private static <E extends Enum<E>> Optional<E> find(E[] values, @Nullable String name) {
        return Arrays.stream(values).filter(value -> value.name().equals(name)).findFirst();
    }

    private static long bytes(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /// A report has room for a sentence per disk; the log has all of it.
    private static String cut(String detail) {
        return detail.length() <= MOST_DETAIL
                ? detail
                : detail.substring(0, detail.offsetByCodePoints(0, detail.codePointCount(0, MOST_DETAIL) - 1)) + "…";
    }
}
