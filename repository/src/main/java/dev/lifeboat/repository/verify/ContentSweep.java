package dev.lifeboat.repository.verify;

import dev.lifeboat.repository.verify.VerifyReport.Ended;
import java.time.Clock;
import java.time.Instant;

/// Reads packs in the order of the rotation until all are read or the budget is used up.
final class ContentSweep {

    /// A run that is killed repeats at most so many packs.
    private static final int SAVE_EVERY = 256;

    private final PackListing packs;
    private final ContentCheck content;
    private final Rotation rotation;
    private final Counters counters;
    private final Clock clock;
    private final VerifyOptions options;
    private final long mostBytes;

    ContentSweep(
            PackListing packs,
            ContentCheck content,
            Rotation rotation,
            Counters counters,
            Clock clock,
            VerifyOptions options) {
        this.packs = packs;
        this.content = content;
        this.rotation = rotation;
        this.counters = counters;
        this.clock = clock;
        this.options = options;
        this.mostBytes = mostBytes(packs, options);
    }

    private static long mostBytes(PackListing packs, VerifyOptions options) {
        return switch (options.depth()) {
            case STRUCTURE -> 0;
            case EVERY_BYTE -> options.mostBytes().orElse(Long.MAX_VALUE);
            case SAMPLE ->
                options.mostBytes()
                        .orElse(
                                options.mostTime().isPresent()
                                        ? Long.MAX_VALUE
                                        : Math.ceilDiv(packs.allBytes(), VerifyOptions.SAMPLED_PART));
        };
    }

    Ended run(Instant startedAt) {
        counters.packsToRead.add(packs.count());
        counters.bytesToRead.add(Math.min(mostBytes, packs.allBytes()));
        int first = rotation.first(packs);
        int given = 0;
        try (var crew = new Crew(options.parallel())) {
            long bytes = 0;
            while (given < packs.count() && bytes < mostBytes && !isLate(startedAt) && !counters.cancelled()) {
                int index = (first + given) % packs.count();
                bytes += packs.sizeBytes(index);
                crew.run(() -> content.check(packs.pack(index), packs.sizeBytes(index)));
                given++;
                saveNowAndThen(first, given);
            }
            crew.finish();
        }
        passTo(first, given);
        return given < packs.count() ? Ended.BUDGET_USED : Ended.COMPLETE;
    }

    private boolean isLate(Instant startedAt) {
        return options.mostTime()
                .map(time -> !clock.instant().isBefore(startedAt.plus(time)))
                .orElse(false);
    }

    /// Some of the last ones may still be under way.
    private void saveNowAndThen(int first, int given) {
        if (given % SAVE_EVERY == 0) {
            passTo(first, given - options.parallel());
        }
    }

    private void passTo(int first, int given) {
        if (given > 0) {
            rotation.passed(packs.pack((first + given - 1) % packs.count()));
            rotation.save();
        }
    }
}
