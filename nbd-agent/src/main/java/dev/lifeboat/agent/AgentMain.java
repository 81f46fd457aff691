package dev.lifeboat.agent;

import dev.lifeboat.agent.api.AgentArguments;
import dev.lifeboat.agent.cli.Commands;
import dev.lifeboat.agent.cli.Terminal;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line: `run`, which the operator starts in pods, and the commands for people.
@Command(
        name = "lifeboat",
        header = "Backups of XCP-ng and XenServer virtual machines in object storage.",
        mixinStandardHelpOptions = true,
        versionProvider = AgentMain.Version.class,
        subcommands = RunCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class AgentMain {
    /// Where logback.xml lets lines go: standard output is a pod's log, but a person's disk or document.
    private static final String LOG_TARGET = "LIFEBOAT_LOG_TARGET";

    private static final String LOG_LEVEL = "LIFEBOAT_LOG_LEVEL";

    AgentMain() {}

    static void main(String[] arguments) {
        var terminal = Terminal.ofProcess();
        if (arguments.length == 0 || !arguments[0].equals(AgentArguments.COMMAND)) {
            System.setProperty(LOG_TARGET, "System.err");
            System.setProperty(LOG_LEVEL, terminal.environment().getOrDefault(LOG_LEVEL, "ERROR"));
            terminal.interruption().listen();
        }
        int exit = commandLine(terminal, List.of(arguments)).execute(arguments);
        terminal.interruption().ended();
        System.exit(exit);
    }

    /// @param arguments what it will be given
    static CommandLine commandLine(Terminal terminal, List<String> arguments) {
        var commandLine = new CommandLine(new AgentMain());
        Commands.addTo(commandLine, terminal, arguments);
        return commandLine;
    }

    /// What the build wrote into the jar.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = AgentMain.class.getPackage().getImplementationVersion();
            return new String[] {"lifeboat " + (version == null ? "(not packaged)" : version)};
        }
    }
}
