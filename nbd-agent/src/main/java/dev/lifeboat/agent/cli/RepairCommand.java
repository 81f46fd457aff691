package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.repository.verify.RepairOptions;
import dev.lifeboat.repository.verify.RepairOptions.Effect;
import dev.lifeboat.repository.verify.RepairOptions.UnreadableManifests;
import dev.lifeboat.repository.verify.RepairReport;
import dev.lifeboat.repository.verify.VerifyOptions.Depth;
import dev.lifeboat.repository.verify.VerifyReport.Ended;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "repair",
        header = "Marks what is damaged, so that the next backup stores it again.",
        description = {
            "Verifies first, as deep as --depth says, and marks what it found. From then on no backup refers to what"
                + " is marked: the next incremental run reads those parts of the disks again, and its point is whole."
                + " Points from before keep what they lost. No pack is changed or deleted; a mark whose object can be"
                + " read again is taken back.",
        },
        footer = {
            "%nExit code 0 means that the repair was done, whatever it found.",
            "%nExamples:",
            "  lifeboat repository repair file:///backups --key-file key --dry-run",
            "  lifeboat repository repair file:///backups --key-file key"
        })
final class RepairCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private VerifyArguments verify = new VerifyArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Option(
            names = "--set-aside-manifests",
            description = "Move damaged manifests out of the way, to damaged/points/. Until then they keep prune and"
                    + " listings from going on; afterwards prune may delete what only their points needed.")
    private boolean setAside;

    RepairCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var options = new RepairOptions(
                verify.options(Depth.EVERY_BYTE),
                dryRun ? Effect.DRY_RUN : Effect.APPLY,
                setAside ? UnreadableManifests.SET_ASIDE : UnreadableManifests.KEEP);
        RepairReport report;
        try (var opened = verify.open(terminal);
                var line = output.progress(terminal)) {
            report = opened.repair(options, VerifyArguments.progress(line, terminal.interruption()));
        }
        show(report);
        return (report.verified().ended() == Ended.CANCELLED ? Exit.INTERRUPTED : Exit.DONE).number();
    }

    private void show(RepairReport report) {
        var lines = new Output(terminal);
        if (output.json()) {
            lines.json(json(report));
            return;
        }
        FindingText.show(report.verified(), lines);
        var would = dryRun ? "Would be " : "";
        each(lines, would + "marked", report.marked());
        each(lines, would + "healed", report.healed());
        each(lines, would + "dropped", report.droppedSegments());
        each(lines, would + "rebuilt", report.rebuiltSegments());
        each(lines, would + "set aside", report.setAside());
        if (!report.changed()) {
            lines.line(
                    report.verified().ended() == Ended.COMPLETE
                            ? "Nothing to repair."
                            : "Nothing to repair in what was looked at.");
        } else if (!report.marked().isEmpty()) {
            lines.line("The next backup of each machine stores again what is marked.");
        }
    }

    private static void each(Output lines, String what, List<String> keys) {
        keys.forEach(key -> lines.line("%s: %s", what, key));
    }

    private ObjectNode json(RepairReport report) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("dryRun", dryRun);
        json.set("verified", FindingJson.of(report.verified()));
        add(json, "marked", report.marked());
        add(json, "healed", report.healed());
        add(json, "droppedSegments", report.droppedSegments());
        add(json, "rebuiltSegments", report.rebuiltSegments());
        add(json, "setAside", report.setAside());
        return json;
    }

    private static void add(ObjectNode json, String name, List<String> keys) {
        var array = json.putArray(name);
        keys.forEach(array::add);
    }
}
