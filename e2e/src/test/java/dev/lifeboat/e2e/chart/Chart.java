package dev.lifeboat.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/// The chart as it lies in the source tree.
public final class Chart {
    static final Path FOLDER = Path.of("..", "charts", "lifeboat");
    static final String RELEASE = "lifeboat";
    static final String NAMESPACE = "lifeboat-system";

    /// The oldest one the chart is for.
    private static final String KUBERNETES = "1.29.0";

    private static final YAMLMapper YAML = new YAMLMapper();

    private Chart() {}

    public static RenderedChart render() {
        return render("{}");
    }

    /// Renders with values given as YAML; what the chart refuses is an [IllegalStateException] with Helm's message.
    public static RenderedChart render(String values) {
        return withValuesFile(
                values,
                file -> RenderedChart.of(new Helm(FOLDER)
                        .template()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(KUBERNETES)
                        .skipCrds()
                        .withValuesFile(file)
                        .call()));
    }

    /// What Helm tells the user after an installation.
    static String notes(String values) {
        return withValuesFile(
                values,
                file -> new Helm(FOLDER)
                        .install()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(KUBERNETES)
                        .withValuesFile(file)
                        .clientOnly()
                        .withDryRunOption(DryRun.CLIENT)
                        .call()
                        .getOutput());
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    static String text(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading the chart's " + file, e);
        }
    }

    /// A YAML file of the chart; JSON is YAML too.
    static JsonNode tree(String file) {
        try {
            return YAML.readTree(text(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Parsing the chart's " + file, e);
        }
    }

    private static <T> T withValuesFile(String values, Function<Path, T> use) {
        try {
            var file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return use.apply(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Writing values for the chart", e);
        }
    }
}
