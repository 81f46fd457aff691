package dev.lifeboat.agent.cli;

import dev.lifeboat.agent.api.AgentArguments;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/// Hangs the commands for people into the command line.
public final class Commands {

    private static final String EXIT_CODES = "%nExit codes:%n";
    private static final int WIDTH = 110;

    private Commands() {}

    /// Describing all commands takes a good part of a short command's time. So only the one that the arguments name is
    /// added; all of them where they name none, for help and for what is misspelt.
    ///
    /// @param arguments of the process
    public static void addTo(CommandLine root, Terminal terminal, List<String> arguments) {
        if (!arguments.subList(0, Math.min(1, arguments.size())).equals(List.of(AgentArguments.COMMAND))) {
            addGroups(root, terminal, arguments);
        }
        root.setUsageHelpWidth(WIDTH);
        root.setErr(terminal.err());
        root.registerConverter(UUID.class, Commands::uuid);
        root.registerConverter(Integer.class, Commands::number);
        root.setParameterExceptionHandler(new WrongCommandLine());
        root.setExecutionExceptionHandler((thrown, command, _) -> fail(thrown, command, terminal));
    }

    private static void addGroups(CommandLine root, Terminal terminal, List<String> arguments) {
        var repository = group(new RepositoryCommand(), repositoryCommands(terminal), arguments);
        var storage = group(new StorageCommand(), List.of(new ProbeCommand(terminal)), arguments);
        for (var group : List.of(repository, storage)) {
            describe(group, root.getCommandSpec());
            root.addSubcommand(group);
        }
    }

    private static CommandLine group(Object of, List<?> commands, List<String> arguments) {
        var group = new CommandLine(of);
        var named = commands.stream()
                .filter(command -> arguments.size() > 1
                        && arguments.getFirst().equals(group.getCommandName())
                        && arguments.get(1).equals(name(command)))
                .toList();
        (named.isEmpty() ? commands : named).forEach(group::addSubcommand);
        return group;
    }

    private static String name(Object command) {
        return Objects.requireNonNull(command.getClass().getAnnotation(Command.class))
                .name();
    }

    private static List<Object> repositoryCommands(Terminal terminal) {
        return List.of(
                new NewKeyCommand(terminal),
                new NewIdentityCommand(terminal),
                new CreateCommand(terminal),
                new InfoCommand(terminal),
                new PointsCommand(terminal),
                new ExportDiskCommand(terminal),
                new ExportVmCommand(terminal),
                new ExportMetadataCommand(terminal),
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

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is no UUID like 0f8c1b1e-4d43-4a4e-9a80-2f0bd3e7a001");
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is no whole number");
        }
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
