package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.repository.prune.PruneOptions;
import dev.lifeboat.repository.prune.PruneOptions.Mode;
import dev.lifeboat.repository.prune.PruneProgress;
import dev.lifeboat.repository.prune.PruneReport;
import dev.lifeboat.repository.prune.PruneReport.Amount;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "prune",
        header = "Gives back the space that no recovery point needs.",
        description = {
            "In two phases: a run names what is not needed, and a later one, after a grace period, deletes it if it is"
                    + " still not needed. Safe while backups are written. Refuses to delete anything if it cannot read"
                    + " all that says what is needed. Ctrl-C ends it safely; the next run goes on.",
        },
        footer = {
            "%nExamples:",
            "  lifeboat repository prune file:///backups --key-file key --dry-run",
            "  lifeboat repository prune file:///backups --key-file key --point-grace 30d"
        })
final class PruneCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private RepositoryArguments repository = new RepositoryArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Option(
            names = "--pack-grace",
            paramLabel = "TIME",
            converter = Sizes.Time.class,
            description = "How long content stays after it was found unneeded: 2h at least. Default: 1d.")
    private @Nullable Duration packGrace;

    @Option(
            names = "--point-grace",
            paramLabel = "TIME",
            converter = Sizes.Time.class,
            description = "How long deleted points can be brought back. Default: 7d.")
    private @Nullable Duration pointGrace;

    PruneCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var options = options();
        PruneReport report;
        try (var opened = repository.open(terminal);
                var line = output.progress(terminal)) {
            report = opened.prune(options, progress(line));
        }
        if (output.json()) {
            new Output(terminal).json(json(report));
        } else {
            show(report, new Output(terminal));
        }
        return Exit.DONE.number();
    }

    private PruneOptions options() {
        var standard = PruneOptions.standard();
        if (packGrace != null && packGrace.compareTo(PruneOptions.SHORTEST_PACK_GRACE) < 0) {
            throw new CommandFailedException(
                    Exit.USAGE,
                    "--pack-grace " + Sizes.text(packGrace) + " is too short: backups that run now need at least "
                            + Sizes.text(PruneOptions.SHORTEST_PACK_GRACE));
        }
        var options = standard.withGrace(
                packGrace == null ? standard.packGrace() : packGrace,
                pointGrace == null ? standard.pointGrace() : pointGrace);
        return dryRun ? options.dryRun() : options;
    }

    private PruneProgress progress(ProgressLine line) {
        return (phase, done, total) -> {
            terminal.interruption().check();
            line.say("%s: %d of %d"
                    .formatted(phase.name().toLowerCase(Locale.ROOT).replace('_', ' '), done, total));
        };
    }

    private static void show(PruneReport report, Output lines) {
        var would = report.mode() == Mode.DRY_RUN ? " (dry run: nothing was changed)" : "";
        lines.line(
                        "%d points, %d deleted ones that can be brought back%s",
                        report.points(), report.trashedPoints(), would)
                .line("purged points     %d", report.purgedPoints())
                .line("named to go       %s", text(report.trashed()))
                .line("deleted           %s", text(report.deleted()))
                .line("named to compact  %s", text(report.sparse()))
                .line("compacted         %s", text(report.compacted()))
                .line("freed             %s", Sizes.text(report.freedBytes()));
        report.kept().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(kept -> lines.line(
                        "kept, %-28s %s",
                        kept.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '), text(kept.getValue())));
        report.warnings().forEach(warning -> lines.line("WARNING: %s", warning));
    }

    private static String text(Amount amount) {
        return "%d packs, %s".formatted(amount.packs(), Sizes.text(amount.bytes()));
    }

    private static ObjectNode json(PruneReport report) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("dryRun", report.mode() == Mode.DRY_RUN)
                .put("seconds", report.took().toMillis() / 1000.0)
                .put("points", report.points())
                .put("trashedPoints", report.trashedPoints())
                .put("purgedPoints", report.purgedPoints())
                .put("freedBytes", report.freedBytes());
        json.set("trashed", json(report.trashed()));
        json.set("deleted", json(report.deleted()));
        json.set("sparse", json(report.sparse()));
        json.set("compacted", json(report.compacted()));
        var kept = json.putObject("kept");
        report.kept().forEach((reason, amount) -> kept.set(reason.name(), json(amount)));
        var warnings = json.putArray("warnings");
        report.warnings().forEach(warnings::add);
        return json;
    }

    private static ObjectNode json(Amount amount) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("packs", amount.packs())
                .put("bytes", amount.bytes());
    }
}
