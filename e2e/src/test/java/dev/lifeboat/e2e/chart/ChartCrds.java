package dev.lifeboat.e2e.chart;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The custom resource definitions that the chart carries.
final class ChartCrds {
    private ChartCrds() {}

    static List<CustomResourceDefinition> all() {
        try (var files = Files.list(Chart.FOLDER.resolve("crds"))) {
            return files.sorted().map(ChartCrds::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Listing the chart's CRDs", e);
        }
    }

    static List<String> plurals() {
        return all().stream().map(crd -> crd.getSpec().getNames().getPlural()).toList();
    }

    private static CustomResourceDefinition read(Path file) {
        try {
            return Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + file, e);
        }
    }
}
