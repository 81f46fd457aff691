package dev.lifeboat.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "info",
        header = "Says what a repository is and what it takes up.",
        footer = {"%nExample:", "  lifeboat repository info file:///backups --key-file key"})
final class InfoCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private RepositoryArguments repository = new RepositoryArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    InfoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var opened = repository.open(terminal)) {
            var usage = opened.usage();
            if (output.json()) {
                var about = RepositoryJson.of(opened.description());
                about.put("points", usage.points())
                        .put("logicalBytes", usage.logicalBytes())
                        .put("allocatedBytes", usage.allocatedBytes())
                        .put("packs", usage.packs())
                        .put("objects", usage.objects())
                        .put("storedBytes", usage.storedBytes());
                new Output(terminal).json(about);
            } else {
                RepositoryJson.show(opened.description(), new Output(terminal));
                new Output(terminal)
                        .line("points        %d", usage.points())
                        .line(
                                "disks         %s, %s allocated",
                                Sizes.text(usage.logicalBytes()), Sizes.text(usage.allocatedBytes()))
                        .line(
                                "stored        %s in %d objects, %d of them packs",
                                Sizes.text(usage.storedBytes()), usage.objects(), usage.packs());
            }
            return Exit.DONE.number();
        }
    }
}
