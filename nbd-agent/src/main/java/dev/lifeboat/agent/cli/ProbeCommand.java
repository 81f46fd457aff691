package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lifeboat.repository.ProbeResult;
import dev.lifeboat.repository.Repository;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "probe",
        header = "Tries a storage out and says what it can do.",
        description = "Writes small objects under probe/, and deletes them again. Needs no repository and no key.",
        footer = {
            "%nExample:",
            "  lifeboat storage probe 's3://bucket/lifeboat?endpoint=https://s3.example.com' --credentials /run/keys"
        })
final class ProbeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private StoreArguments store = new StoreArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    ProbeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ProbeResult result;
        try (var opened = store.openOrCreate(terminal)) {
            result = Repository.probe(opened);
        }
        show(result);
        return (result.usable() ? Exit.DONE : Exit.DENIED).number();
    }

    private void show(ProbeResult result) {
        var lines = new Output(terminal);
        if (output.json()) {
            var json = JsonNodeFactory.instance.objectNode().put("usable", result.usable());
            var steps = json.putArray("steps");
            result.steps()
                    .forEach(step -> steps.addObject()
                            .put("name", step.name())
                            .put("outcome", step.outcome().name())
                            .put("message", step.message()));
            lines.json(json);
            return;
        }
        result.steps()
                .forEach(step -> lines.line(
                        "%-8s %-16s %s", step.outcome().name().toLowerCase(Locale.ROOT), step.name(), step.message()));
        lines.line(result.usable() ? "Backups can be written here." : "Backups cannot be written here.");
    }
}
