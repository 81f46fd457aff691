package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// With `VDI.enable_cbt` as an asynchronous call like any other.
class TaskTest extends PoolTest {

    private XenPool connection;
    private UUID vdi;

    @BeforeEach
    void connectAndAddVdi() {
        connection = connect();
        vdi = pool.uuid("VDI", pool.add("VDI", Map.of("name_label", "disk")));
        pool.on("VDI.enable_cbt", _ -> "");
    }

    @AfterEach
    void everyTaskIsDestroyed() {
        assertThat(pool.records("task")).isEmpty();
        connection.close();
    }

    @Test
    void isPolledAtGrowingIntervalsUntilItEnds() {
        pool.pollsUntilDone(8);

        connection.enableCbt(vdi);

        assertThat(time.pauses())
                .extracting(Duration::toMillis)
                .containsExactly(50L, 100L, 200L, 400L, 800L, 1600L, 2000L, 2000L);
    }

    @Test
    void itsFailureIsTheCallsFailure() {
        pool.on("VDI.enable_cbt", _ -> {
            throw new Failure("LICENSE_RESTRICTION", "cbt");
        });

        assertThatThrownBy(() -> connection.enableCbt(vdi)).isInstanceOfSatisfying(XapiException.class, e -> {
            assertThat(e.method()).isEqualTo("VDI.enable_cbt");
            assertThat(e.code()).isEqualTo("LICENCE_RESTRICTION");
            assertThat(e.parameters()).containsExactly("cbt");
            assertThat(e.kind()).isEqualTo(XenException.Kind.CONFIGURATION);
        });
    }

    @Test
    void oneThatNeverEndsIsCancelled() {
        pool.on("task.get_record", _ -> {
            time.pass(Duration.ofMinutes(10));
            return Map.of("status", "pending");
        });

        assertThatThrownBy(() -> connection.enableCbt(vdi))
                .isInstanceOfSatisfying(
                        PoolUnreachableException.class,
                        e -> assertThat(e.reason()).isEqualTo(PoolUnreachableException.Reason.TIMEOUT));
        assertThat(pool.callsOf("task.cancel")).hasSize(1);
    }

    @Test
    void oneThatVanishesLeavesTheOutcomeUnknownAndNeverLooksLikeAnObjectThatIsGone() {
        pool.on("task.get_record", parameters -> {
            pool.records("task").clear();
            throw new Failure("HANDLE_INVALID", "task", (String) parameters.getFirst());
        });

        assertThatThrownBy(() -> connection.destroyVdi(vdi))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("outcome is not known");
    }

    @Test
    void oneThatSomebodyCancelsIsAFailure() {
        pool.on("VDI.enable_cbt", _ -> {
            throw new Failure("TASK_CANCELLED", "x");
        });

        assertThatThrownBy(() -> connection.enableCbt(vdi)).hasMessageContaining("TASK_CANCELLED");
    }

    @Test
    void anInterruptCancelsIt() {
        pool.on("VDI.enable_cbt", _ -> {
            pool.pollsUntilDone(Integer.MAX_VALUE);
            return "";
        });
        var worker = Thread.currentThread();
        pool.on("task.get_record", _ -> {
            worker.interrupt();
            return Map.of("status", "pending");
        });

        assertThatThrownBy(() -> connection.enableCbt(vdi)).isInstanceOf(InterruptedCallException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(pool.callsOf("task.cancel")).hasSize(1);
    }

    @Test
    void aSessionLostMeanwhileDoesNotMatter() {
        pool.pollsUntilDone(3);
        pool.on("VDI.enable_cbt", _ -> {
            pool.dropSessions();
            return "";
        });

        connection.enableCbt(vdi);

        assertThat(pool.callsOf("Async.VDI.enable_cbt")).hasSize(1);
    }

    @Test
    void aCrowdedOrBusyPoolIsAskedAgain() {
        pool.failFirst(3, "VDI.enable_cbt", new Failure("TOO_MANY_PENDING_TASKS"));
        connection.enableCbt(vdi);
        pool.failFirst(2, "VDI.enable_cbt", new Failure("OTHER_OPERATION_IN_PROGRESS", "VDI", "x", "scan", "y"));
        connection.enableCbt(vdi);

        assertThat(pool.callsOf("Async.VDI.enable_cbt")).hasSize(4 + 3);
    }

    @Test
    void aPoolThatStaysBusyIsGivenUpAfterAboutAMinute() {
        pool.failFirst(1000, "VDI.enable_cbt", new Failure("OTHER_OPERATION_IN_PROGRESS", "VDI", "x"));

        ThrowingCallable call = () -> connection.enableCbt(vdi);

        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        XapiException.class, e -> assertThat(e.kind()).isEqualTo(XenException.Kind.RETRYABLE));
        assertThat(time.waited()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(90));
    }
}
