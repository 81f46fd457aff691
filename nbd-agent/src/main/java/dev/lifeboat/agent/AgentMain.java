package dev.lifeboat.agent;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The agent's command line.
@Command(
        name = "lifeboat-agent",
        description = "Copies the disks of one VM between its pool and the repository, then exits.",
        mixinStandardHelpOptions = true,
        versionProvider = AgentMain.Version.class,
        subcommands = RunCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class AgentMain {
    AgentMain() {}

    static void main(String[] arguments) {
        System.exit(new CommandLine(new AgentMain()).execute(arguments));
    }

    /// What the build wrote into the jar.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = AgentMain.class.getPackage().getImplementationVersion();
            return new String[] {"lifeboat-agent " + (version == null ? "(not packaged)" : version)};
        }
    }
}
