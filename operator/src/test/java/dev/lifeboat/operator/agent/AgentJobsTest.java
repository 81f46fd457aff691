package dev.lifeboat.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Agents whose last word got lost with their pod.
@EnableKubernetesMockClient(crud = true)
class AgentJobsTest {
    private static final String NAMESPACE = "demo";
    private static final String NAME = "web-1-5a000000-backup";

    private KubernetesClient client;
    private AgentJobs agents;

    @BeforeEach
    void anOrder() {
        agents = new AgentJobs(client, Orders.SETTINGS);
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    @Test
    void isAskedAgainTwiceAndThenNoMore() {
        for (int silent = 0; silent < 2; silent++) {
            aJobThatIsOver();
            assertThat(agents.observe(NAMESPACE, NAME)).isInstanceOf(AgentRun.Silent.class);

            agents.forgetSilent(NAMESPACE, NAME);
            assertThat(agents.observe(NAMESPACE, NAME)).isEqualTo(new AgentRun.Absent());
        }
        aJobThatIsOver();

        assertThat(agents.observe(NAMESPACE, NAME))
                .isInstanceOfSatisfying(
                        AgentRun.Died.class,
                        died -> assertThat(died.retriesLeft()).isFalse());
    }

    @Test
    void whoeverStopsAnAgentForgetsThatToo() {
        aJobThatIsOver();
        agents.forgetSilent(NAMESPACE, NAME);
        agents.stop(NAMESPACE, NAME);

        assertThat(client.configMaps().inNamespace(NAMESPACE).withName(NAME).get())
                .isNull();
    }

    private void aJobThatIsOver() {
        client.resource(new JobBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Complete")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build())
                .create();
    }
}
