package dev.lifeboat.agent.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Hangs the commands for people into the command line.
public final class Commands {

    private static final String EXIT_CODES = "%nExit codes:%n";
    private static final int WIDTH = 110;

    private Commands() {}

    public static void addTo(CommandLine root, Terminal terminal) {
        var repository = new CommandLine(new RepositoryCommand());
        for (var command : repositoryCommands(terminal)) {
            repository.addSubcommand(command);
        }
        var storage = new CommandLine(new StorageCommand());
        storage.addSubcommand(new ProbeCommand(terminal));
        for (var group : List.of(repository, storage)) {
            describe(group, root.getCommandSpec());
            root.addSubcommand(group);
        }
        root.setUsageHelpWidth(WIDTH);
        root.setErr(terminal.err());
        root.setExecutionExceptionHandler((thrown, command, _) -> fail(thrown, command, terminal));
    }

    private static List<Object> repositoryCommands(Terminal terminal) {
        return List.of(
                new NewKeyCommand(terminal),
                new NewIdentityCommand(terminal),
                new CreateCommand(terminal),
                new InfoCommand(terminal),
                new PointsCommand(terminal),
                new ExportDiskCommand(terminal),
                new ImportDiskCommand(terminal),
                new VerifyCommand(terminal),
                new RepairCommand(terminal),
                new DeletePointCommand(terminal),
                new UndeleteCommand(terminal),
                new PruneCommand(terminal),
                new RekeyCommand(terminal));
    }

    private static void describe(CommandLine command, CommandSpec root) {
        CommandSpec spec = command.getCommandSpec();
        spec.mixinStandardHelpOptions(true).versionProvider(root.versionProvider());
        spec.usageMessage().exitCodeListHeading(EXIT_CODES).exitCodeList(Exit.meanings());
        command.getSubcommands().values().forEach(subcommand -> describe(subcommand, root));
    }

    private static int fail(Exception thrown, CommandLine command, Terminal terminal) {
        var failure = Failure.of(thrown);
        failure.show(terminal, command.getParseResult().hasMatchedOption("--json"));
        if (failure.exit() == Exit.UNEXPECTED) {
            thrown.printStackTrace(terminal.err());
        }
        return failure.exit().number();
    }
}
