package dev.lifeboat.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Runs one command in this process and keeps what it said.
final class Cli {

    @Command(name = "lifeboat")
    private static final class Root {}

    /// What a command left behind.
    record Outcome(int exit, byte[] out, String err) {

        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                var json = new ObjectMapper().readTree(out);
                assertDocumented(json);
                return json;
            } catch (IOException e) {
                throw new AssertionError("No JSON: " + text(), e);
            }
        }

        Outcome ends(int expected) {
            assertThat(exit).as("%s%n%s", text(), err).isEqualTo(expected);
            return this;
        }
    }

    private final Interruption interruption = new Interruption();
    private byte[] input = new byte[0];
    private boolean interactive;

    /// What comes on standard input from now on.
    Cli reading(byte[] bytes) {
        input = bytes.clone();
        return this;
    }

    Cli watched() {
        interactive = true;
        return this;
    }

    Cli interrupted() {
        interruption.requestNow();
        return this;
    }

    Outcome run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new StringWriter();
        var terminal = new Terminal(
                new ByteArrayInputStream(input),
                out,
                new PrintWriter(err, true),
                interactive,
                Map.of("AWS_REGION", "us-east-1"),
                interruption);
        int exit = commandLine(terminal, arguments)
                .setOut(new PrintWriter(out, true))
                .execute(arguments);
        return new Outcome(exit, out.toByteArray(), err.toString());
    }

    /// As a shell would split it, without quotes.
    Outcome line(String line, Object... arguments) {
        return run(line.formatted(arguments).split(" +"));
    }

    static CommandLine commandLine(Terminal terminal, String... arguments) {
        var commandLine = new CommandLine(new Root());
        Commands.addTo(commandLine, terminal, List.of(arguments));
        return commandLine;
    }

    /// What a script may read has to stand in docs/cli.md. Labels have names of their users.
    private static void assertDocumented(JsonNode json) throws IOException {
        var page = Files.readString(Path.of("../docs/cli.md"));
        var names = names(json);
        names.remove("tier");
        assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    /// All names of members of a document, however deep.
    static TreeSet<String> names(JsonNode json) {
        var names = new TreeSet<String>();
        List<JsonNode> open = new ArrayList<>(List.of(json));
        while (!open.isEmpty()) {
            var next = open.removeLast();
            next.fieldNames().forEachRemaining(names::add);
            next.elements().forEachRemaining(open::add);
        }
        return names;
    }
}
