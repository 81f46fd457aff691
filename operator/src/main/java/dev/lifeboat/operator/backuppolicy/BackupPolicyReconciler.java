package dev.lifeboat.operator.backuppolicy;

import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupPolicyReason;
import dev.lifeboat.crds.BackupPolicyStatus;
import dev.lifeboat.operator.inventory.Inventories;
import dev.lifeboat.operator.metrics.Meters;
import dev.lifeboat.operator.status.Events;
import dev.lifeboat.operator.status.Reporter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Starts the runs of a policy when they are due.
@ControllerConfiguration(name = "backuppolicy")
@GradualRetry(maxAttempts = -1, initialInterval = 2_000, intervalMultiplier = 2, maxInterval = 60_000)
public final class BackupPolicyReconciler implements Reconciler<BackupPolicy> {
    /// For a run that is due and cannot start yet; what it waits for usually wakes us first.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    /// Far ahead, a clock that was set, or a time zone whose rules changed, would go unnoticed.
    private static final Duration LONGEST_SLEEP = Duration.ofHours(1);

    private final PolicyObserver observer;
    private final BackupWriter writer;
    private final Reporter reporter;
    private final Meters meters;
    private final Clock clock;

    public BackupPolicyReconciler(
            KubernetesClient client, Inventories inventories, Events events, Meters meters, Clock clock) {
        this.observer = new PolicyObserver(inventories, clock);
        this.writer = new BackupWriter(client, events);
        this.reporter = new Reporter(events);
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, BackupPolicy>> prepareEventSources(EventSourceContext<BackupPolicy> context) {
        return PolicySources.of(context);
    }

    @Override
    public UpdateControl<BackupPolicy> reconcile(BackupPolicy policy, Context<BackupPolicy> context) {
        var observed = observer.observe(policy, context);
        var decision = BackupPolicyPlan.next(policy, observed);
        decision.runs().forEach(run -> writer.write(policy, run));
        countMissed(policy, decision.schedules());
        var control = reporter.report(
                policy, new PolicyStatus(policy, clock).decided(decision, observed), BackupPolicy::new, context);
        return decision.wakeAt()
                .map(time -> control.rescheduleAfter(sleep(observed.now(), time)))
                .orElse(control);
    }

    @Override
    public ErrorStatusUpdateControl<BackupPolicy> updateErrorStatus(
            BackupPolicy policy, Context<BackupPolicy> context, Exception e) {
        return reporter.problem(
                policy,
                e,
                BackupPolicyReason.InternalError,
                verdict -> new PolicyStatus(policy, clock).failed(verdict),
                BackupPolicy::new,
                context);
    }

    private void countMissed(BackupPolicy policy, List<BackupPolicyStatus.ScheduleStatus> schedules) {
        for (var schedule : schedules) {
            var before =
                    Optional.ofNullable(policy.getStatus())
                            .map(BackupPolicyStatus::schedules)
                            .orElse(List.of())
                            .stream()
                            .filter(it -> it.name().equals(schedule.name()))
                            .mapToInt(BackupPolicyStatus.ScheduleStatus::missedRuns)
                            .findFirst()
                            .orElse(0);
            if (schedule.missedRuns() > before) {
                meters.missedRuns(policy, schedule.name(), schedule.missedRuns() - before);
            }
        }
    }

    private static Duration sleep(Instant now, Instant wakeAt) {
        var until = Duration.between(now, wakeAt);
        if (!until.isPositive()) {
            return LOOK_AGAIN;
        }
        return until.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : until;
    }
}
