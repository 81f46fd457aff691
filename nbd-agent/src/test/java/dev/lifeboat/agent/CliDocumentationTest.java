package dev.lifeboat.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The reference in docs/cli.md is what `--help` says. `-Dcli.docs=write` writes it anew.
class CliDocumentationTest {
    private static final Path PAGE = Path.of("../docs/cli.md");
    private static final String BEGIN = "<!-- written by CliDocumentationTest from here -->\n";
    private static final String END = "<!-- to here -->\n";

    @Test
    void theReferenceIsWhatHelpSays() throws IOException {
        var page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        var expected = page.substring(0, begin) + reference() + page.substring(end);

        if (System.getProperty("cli.docs", "check").equals("write")) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page).as("docs/cli.md; write it with -Dcli.docs=write").isEqualTo(expected);
        }
    }

    @Test
    void everyCommandKnowsItsVersion() {
        var probe = AgentMain.commandLine(Terminal.ofProcess(), List.of())
                .getSubcommands()
                .get("storage")
                .getSubcommands()
                .get("probe");

        assertThat(probe.getCommandSpec().version()).containsExactly("lifeboat (not packaged)");
    }

    private static String reference() {
        var text = new StringBuilder();
        var root = AgentMain.commandLine(Terminal.ofProcess(), List.of());
        for (var group : new String[] {"repository", "storage"}) {
            var commands = root.getSubcommands().get(group);
            add(text, commands);
            commands.getSubcommands().values().stream()
                    .filter(command -> !command.getCommandName().equals("help"))
                    .forEach(command -> add(text, command));
        }
        return text.toString();
    }

    private static void add(StringBuilder text, CommandLine command) {
        text.append("\n### ")
                .append(command.getCommandSpec().qualifiedName())
                .append("\n\n```\n")
                .append(command.getUsageMessage(Ansi.OFF).stripTrailing().replaceAll("[ ]+\n", "\n"))
                .append("\n```\n");
    }
}
