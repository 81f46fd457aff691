package dev.lifeboat.agent.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "delete-point",
        header = "Deletes a recovery point.",
        description = "The others stay complete. Space comes back with prune, after its grace period; until then"
                + " 'lifeboat repository undelete' brings the point back.",
        footer = {
            "%nExample:",
            "  lifeboat repository delete-point file:///backups --key-file key --vm"
                    + " 0f8c1b1e-4d43-4a4e-9a80-2f0bd3e7a001 --point nightly-3"
        })
final class DeletePointCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private RepositoryArguments repository = new RepositoryArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    @Option(names = "--vm", paramLabel = "UUID", required = true, description = "The virtual machine's UUID.")
    private UUID vm = new UUID(0, 0);

    @Option(names = "--point", paramLabel = "ID", required = true, description = "The recovery point's id.")
    private String point = "";

    DeletePointCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var id = PointArguments.id(point);
        try (var opened = repository.open(terminal)) {
            if (opened.find(vm, id).isEmpty()) {
                throw PointArguments.notFound("recovery point " + point, vm);
            }
            opened.deletePoint(vm, id);
        }
        if (output.json()) {
            new Output(terminal)
                    .json(JsonNodeFactory.instance
                            .objectNode()
                            .put("vmUuid", vm.toString())
                            .put("pointId", point)
                            .put("deleted", true));
        } else {
            new Output(terminal).line("Deleted recovery point %s of %s.", point, vm);
        }
        return Exit.DONE.number();
    }
}
