package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.verify.VerifyFigures;
import dev.lifeboat.repository.verify.VerifyOptions;
import dev.lifeboat.repository.verify.VerifyOptions.Depth;
import dev.lifeboat.repository.verify.VerifyProgress;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// How much of which repository is looked at.
final class VerifyArguments {

    @Mixin
    private RepositoryArguments repository = new RepositoryArguments();

    @Option(
            names = "--depth",
            paramLabel = "DEPTH",
            description = {
                "How deep to look: ${COMPLETION-CANDIDATES}. Default: sample to verify; every-byte to repair, since"
                        + " what is not looked at is not marked.",
                "structure: manifests, pages, footers; every chunk is named by a pack that is there.",
                "sample: besides, the content of some packs, another part each time: without a budget a thirtieth.",
                "every-byte: besides, the content of all packs."
            },
            converter = DepthConverter.class,
            completionCandidates = DepthNames.class)
    private @Nullable Depth depth;

    @Option(
            names = "--max-bytes",
            paramLabel = "SIZE",
            converter = Sizes.Bytes.class,
            description = "Read no more content than this, like 50GiB. The next run goes on there.")
    private @Nullable Long maxBytes;

    @Option(
            names = "--max-time",
            paramLabel = "TIME",
            converter = Sizes.Time.class,
            description = "Begin with no further pack after this time, like 30m. The next run goes on there.")
    private @Nullable Duration maxTime;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Requests at a time, 1 to 64. Default: 4. Each takes about 5 MiB of memory.")
    private @Nullable Integer parallel;

    static final class DepthNames extends ArrayList<String> {
        DepthNames() {
            for (var depth : Depth.values()) {
                add(name(depth));
            }
        }
    }

    static final class DepthConverter implements ITypeConverter<Depth> {
        @Override
        public Depth convert(String text) {
            for (var depth : Depth.values()) {
                if (name(depth).equals(text)) {
                    return depth;
                }
            }
            throw new TypeConversionException(
                    "'" + text + "' is no depth; there are " + String.join(", ", new DepthNames()));
        }
    }

    private static String name(Depth depth) {
        return switch (depth) {
            case STRUCTURE -> "structure";
            case SAMPLE -> "sample";
            case EVERY_BYTE -> "every-byte";
        };
    }

    /// @throws dev.lifeboat.repository.errors.RepositoryException it cannot be opened
    Repository open(Terminal terminal) {
        return repository.open(terminal);
    }

    /// @param standard where none is given
    VerifyOptions options(Depth standard) {
        if (parallel != null && (parallel < 1 || parallel > 64)) {
            throw new CommandFailedException(Exit.USAGE, "--parallel is between 1 and 64, not " + parallel);
        }
        var options = VerifyOptions.of(depth == null ? standard : depth);
        options = maxBytes == null ? options : options.withMostBytes(maxBytes);
        options = maxTime == null ? options : options.withMostTime(maxTime);
        return parallel == null ? options : options.withParallel(parallel);
    }

    static VerifyProgress progress(ProgressLine line, Interruption interruption) {
        return new VerifyProgress() {
            @Override
            public void update(VerifyFigures now) {
                switch (now.phase()) {
                    case STRUCTURE, ATTRIBUTION ->
                        line.say("Looking at structure: %d of %d points, %d pages, %d findings"
                                .formatted(now.points(), now.allPoints(), now.pages(), now.findings()));
                    case CONTENT ->
                        line.show(
                                "Reading content, " + now.findings() + " findings", now.readBytes(), now.bytesToRead());
                }
            }

            @Override
            public boolean cancelled() {
                return interruption.requested();
            }
        };
    }
}
