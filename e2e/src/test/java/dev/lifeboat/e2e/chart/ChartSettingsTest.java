package dev.lifeboat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.operator.OperatorMain;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ChartSettingsTest {
    private static final Pattern VARIABLE = Pattern.compile("LIFEBOAT_\\w+");

    @Test
    void everySettingOfTheOperatorIsSet() {
        var settings = settings("{replicas: 2, namespaces: [blue]}");

        assertThat(settings.keySet()).containsExactlyInAnyOrderElementsOf(known());
    }

    @Test
    void byDefaultOneOperatorWatchesEverything() {
        var settings = settings("{}");

        assertThat(settings).doesNotContainKeys("LIFEBOAT_NAMESPACES", "LIFEBOAT_LEADER_ELECTION");
    }

    @Test
    void valuesArriveWhereTheOperatorReadsThem() {
        var settings = settings("""
            replicas: 2
            namespaces: [blue, green]
            imageRegistry: registry.example.com
            agent:
              image: {tag: "7", pullPolicy: Always}
              cpu: 1
              memory: 1Gi
            """);

        assertThat(settings)
                .containsEntry("LIFEBOAT_NAMESPACES", "blue,green")
                .containsEntry("LIFEBOAT_AGENT_IMAGE", "registry.example.com/lifeboat-agent:7")
                .containsEntry("LIFEBOAT_AGENT_IMAGE_PULL_POLICY", "Always")
                .containsEntry("LIFEBOAT_AGENT_CPU", "1")
                .containsEntry("LIFEBOAT_AGENT_MEMORY", "1Gi")
                .containsEntry("LIFEBOAT_LEADER_ELECTION", Chart.NAMESPACE);
    }

    @Test
    void theOperatorListensWhereItIsAsked() {
        var container = container("{}");

        assertThat(settings("{}").get("LIFEBOAT_LISTEN"))
                .isEqualTo("0.0.0.0:" + container.getPorts().getFirst().getContainerPort());
    }

    @Test
    void furtherVariablesComeLast() {
        var variables = container("operator: {extraEnv: [{name: TZ, value: Europe/Berlin}]}")
                .getEnv();

        assertThat(variables.getLast()).isEqualTo(new EnvVar("TZ", "Europe/Berlin", null));
    }

    /// What the operator's options take from the environment, as their descriptions say.
    private static Set<String> known() {
        return new CommandLine(new OperatorMain())
                .getCommandSpec().options().stream()
                        .flatMap(option -> Stream.of(option.description()))
                        .flatMap(text -> VARIABLE.matcher(text).results().map(MatchResult::group))
                        .collect(Collectors.toSet());
    }

    private static Map<String, String> settings(String values) {
        return container(values).getEnv().stream()
                .filter(variable -> variable.getName().startsWith("LIFEBOAT_"))
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    private static Container container(String values) {
        return Chart.render(values)
                .only(Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }
}
