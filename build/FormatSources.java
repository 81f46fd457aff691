import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Holds every Java file of the tree against palantir-java-format: `check` fails on the first differences, `write`
/// mends them. It runs as a program of its own because the formatter parses with the compiler of the JDK it runs on,
/// and Maven may have been started by an older JDK than the sources need.
class FormatSources {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    static void main(String[] args) throws IOException {
        var write = switch (args[1]) {
            case "check" -> false;
            case "write" -> true;
            default -> throw new IllegalArgumentException("format is check or write, not " + args[1]);
        };
        List<Path> differing;
        try (var files = Files.walk(Path.of(args[0]))) {
            differing = sources(files).filter(file -> differs(file, write)).toList();
        }
        differing.forEach(file -> System.out.println((write ? "formatted " : "not formatted: ") + file));
        if (!write && !differing.isEmpty()) {
            System.err.println("Format the files above with: mvn -N -q process-sources -Dformat=write");
            System.exit(1);
        }
    }

    private static Stream<Path> sources(Stream<Path> files) {
        return files.filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !file.toString().contains("/target/"))
                .sorted()
                .parallel();
    }

    private static boolean differs(Path file, boolean write) {
        try {
            var source = Files.readString(file);
            var formatted = FORMATTER.formatSourceAndFixImports(source);
            if (formatted.equals(source)) {
                return false;
            }
            if (write) {
                Files.writeString(file, formatted);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        } catch (FormatterException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }
}
