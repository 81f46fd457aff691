package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.DeleteOptions;
import dev.lifeboat.devcluster.api.DeleteOptions.Propagation;
import dev.lifeboat.devcluster.api.Resources;
import dev.lifeboat.devcluster.control.Controller;
import dev.lifeboat.devcluster.control.Objects;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.store.Change;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Runs jobs: one pod at a time until one succeeds, or too many fail, or time is over.
public final class JobController implements Controller, AutoCloseable {
    /// Between tries; doubled each time. A cluster starts at 10 s and goes to 10 min, which nobody wants to wait for
    /// here.
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final int LARGEST_SHIFT = 10;

    private final Objects objects;
    private final EventRecorder events;
    private final Clock clock;
    private final FailedPods failures = new FailedPods();
    private final WorkQueue queue = new WorkQueue("job-controller", this::reconcile);

    public JobController(Resources resources, Clock clock) {
        objects = new Objects(resources, "job-controller");
        events = new EventRecorder(objects, clock);
        this.clock = clock;
    }

    @Override
    public void observe(Change change) {
        if (change.resource().equals(BuiltIn.JOBS)) {
            if (change.type() == Change.Type.DELETED) {
                failures.forget(Meta.of(change.object()).uid());
            }
            queue.add(ObjectKey.of(change.object()), Duration.ZERO);
        } else if (change.resource().equals(BuiltIn.PODS)) {
            observePod(change);
        }
    }

    private void observePod(Change change) {
        var pod = change.object();
        for (var owner : Meta.of(pod).owners()) {
            if (Json.textAt(owner, "kind").equals("Job")) {
                var key = new ObjectKey(Meta.of(pod).namespace(), Json.textAt(owner, "name"));
                if (change.type() == Change.Type.DELETED && !over(pod)) {
                    objects.find(BuiltIn.JOBS, key)
                            .filter(job -> !job.path("spec").path("suspend").asBoolean())
                            .ifPresent(job ->
                                    failures.add(Meta.of(job).uid(), pod, FailurePolicy.Action.COUNT, clock.instant()));
                }
                queue.add(key, Duration.ZERO);
            }
        }
    }

    private static boolean over(JsonNode pod) {
        return Json.textAt(pod, "status", "phase").equals("Succeeded")
                || Json.textAt(pod, "status", "phase").equals("Failed");
    }

    @Override
    public void close() {
        queue.close();
    }

    private void reconcile(ObjectKey key) {
        objects.find(BuiltIn.JOBS, key).filter(job -> !Meta.of(job).deleting()).ifPresent(this::reconcile);
    }

    private void reconcile(ObjectNode job) {
        if (Conditions.holds(job, "Complete") || Conditions.holds(job, "Failed")) {
            expire(job);
            return;
        }
        var uid = Meta.of(job).uid();
        var pods = new JobPods(objects.list(BuiltIn.PODS).stream()
                .filter(pod -> Meta.of(pod).ownedBy(uid))
                .toList());
        if (Conditions.holds(job, "FailureTarget")) {
            finishFailing(job, pods);
            return;
        }
        if (job.path("spec").path("suspend").asBoolean()) {
            suspend(job, pods);
            return;
        }
        var verdict = countFailures(job, pods);
        if (pods.succeeded() > 0) {
            complete(job, pods);
        } else if (verdict.action() == FailurePolicy.Action.FAIL_JOB) {
            fail(job, pods, "PodFailurePolicy", verdict.message());
        } else if (Math.max(failures.count(uid), pods.restarts())
                > job.path("spec").path("backoffLimit").asInt(6)) {
            fail(job, pods, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        } else if (late(job)) {
            fail(job, pods, "DeadlineExceeded", "Job was active longer than specified deadline");
        } else {
            goOn(job, pods);
        }
    }

    private FailurePolicy.Verdict countFailures(ObjectNode job, JobPods pods) {
        var verdict = new FailurePolicy.Verdict(FailurePolicy.Action.COUNT, "");
        for (var pod : pods.failed()) {
            var judged = FailurePolicy.of(job).judge(pod);
            failures.add(Meta.of(job).uid(), pod, judged.action(), clock.instant());
            verdict = judged.action() == FailurePolicy.Action.FAIL_JOB ? judged : verdict;
        }
        return verdict;
    }

    private void goOn(ObjectNode job, JobPods pods) {
        var resumed = Conditions.holds(job, "Suspended");
        var changed = status(job, pods, status -> {
            if (!status.has("startTime")) {
                status.put("startTime", Termination.seconds(clock.instant()));
            }
            if (resumed) {
                Conditions.set(status, "Suspended", false, "JobResumed", "Job resumed", clock.instant());
            }
        });
        deadline(changed);
        var waitsForEnd = Json.textAt(job, "spec", "podReplacementPolicy").equals("Failed");
        if (!pods.active().isEmpty() || (waitsForEnd && !pods.terminating().isEmpty())) {
            return;
        }
        if (job.path("spec").path("parallelism").asInt(1) == 0
                || job.path("spec").path("completions").asInt(1) == 0) {
            return;
        }
        var wait = backOff(Meta.of(job).uid());
        if (wait.isPositive()) {
            queue.add(ObjectKey.of(job), wait);
        } else {
            createPod(job);
        }
    }

    private Duration backOff(String uid) {
        var tries = failures.tries(uid);
        if (tries == 0) {
            return Duration.ZERO;
        }
        var delay = FIRST_DELAY.multipliedBy(1L << Math.min(tries - 1, LARGEST_SHIFT));
        var end = failures.last(uid)
                .orElse(clock.instant())
                .plus(delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY);
        return Duration.between(clock.instant(), end);
    }

    private void createPod(ObjectNode job) {
        var meta = Meta.of(job);
        var template = job.path("spec").path("template");
        var pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        pod.set("metadata", template.path("metadata").deepCopy());
        Meta.edit(pod).put("generateName", meta.name() + "-").put("namespace", meta.namespace());
        Meta.edit(pod)
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "batch/v1")
                .put("kind", "Job")
                .put("name", meta.name())
                .put("uid", meta.uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        pod.set("spec", template.path("spec").deepCopy());
        var created = objects.create(BuiltIn.PODS, pod);
        events.normal(
                job, "SuccessfulCreate", "Created pod: " + Meta.of(created).name());
    }

    private void suspend(ObjectNode job, JobPods pods) {
        deleteActive(pods);
        status(job, pods, status -> {
            status.remove("startTime");
            Conditions.set(status, "Suspended", true, "JobSuspended", "Job suspended", clock.instant());
        });
    }

    private void complete(ObjectNode job, JobPods pods) {
        deleteActive(pods);
        var message = "Reached expected number of succeeded pods";
        var finished = status(job, pods, status -> {
            var now = clock.instant();
            Conditions.set(status, "SuccessCriteriaMet", true, "CompletionsReached", message, now);
            Conditions.set(status, "Complete", true, "CompletionsReached", message, now);
            status.put("completionTime", Termination.seconds(now));
        });
        events.normal(job, "Completed", "Job completed");
        expire(finished);
    }

    /// The pods end first: only then is the job failed.
    private void fail(ObjectNode job, JobPods pods, String reason, String message) {
        deleteActive(pods);
        status(job, pods, status -> Conditions.set(status, "FailureTarget", true, reason, message, clock.instant()));
        events.warning(job, reason, message);
    }

    private void finishFailing(ObjectNode job, JobPods pods) {
        if (!pods.active().isEmpty() || !pods.terminating().isEmpty()) {
            return;
        }
        countFailures(job, pods);
        status(job, pods, status -> {
            for (var condition : job.path("status").path("conditions")) {
                if (Json.textAt(condition, "type").equals("FailureTarget")) {
                    Conditions.set(
                            status,
                            "Failed",
                            true,
                            Json.textAt(condition, "reason"),
                            Json.textAt(condition, "message"),
                            clock.instant());
                }
            }
        });
    }

    private void deleteActive(JobPods pods) {
        pods.active().forEach(pod -> objects.delete(BuiltIn.PODS, pod, DeleteOptions.DEFAULT));
    }

    private ObjectNode status(ObjectNode job, JobPods pods, java.util.function.Consumer<ObjectNode> change) {
        objects.changeStatus(BuiltIn.JOBS, job, status -> {
            count(status, "active", pods.active().size());
            count(status, "succeeded", pods.succeeded());
            count(status, "failed", failures.count(Meta.of(job).uid()));
            status.put("ready", pods.ready())
                    .put("terminating", pods.terminating().size());
            status.putObject("uncountedTerminatedPods");
            change.accept(status);
        });
        return objects.find(BuiltIn.JOBS, ObjectKey.of(job)).orElse(job);
    }

    private static void count(ObjectNode status, String field, int value) {
        if (value == 0) {
            status.remove(field);
        } else {
            status.put(field, value);
        }
    }

    private boolean late(ObjectNode job) {
        return deadlineOf(job).isNegative();
    }

    private void deadline(ObjectNode job) {
        if (job.path("spec").has("activeDeadlineSeconds")) {
            queue.add(ObjectKey.of(job), deadlineOf(job).plusMillis(1));
        }
    }

    private Duration deadlineOf(ObjectNode job) {
        var start = Json.textAt(job, "status", "startTime");
        var seconds = job.path("spec").path("activeDeadlineSeconds");
        if (start.isEmpty() || !seconds.isNumber()) {
            return Duration.ofDays(1);
        }
        return Duration.between(clock.instant(), Instant.parse(start).plusSeconds(seconds.asLong()));
    }

    /// Finished jobs with a time to live are deleted with their pods.
    private void expire(ObjectNode job) {
        var seconds = job.path("spec").path("ttlSecondsAfterFinished");
        if (!seconds.isNumber()) {
            return;
        }
        var left = Duration.between(clock.instant(), finishedAt(job).plusSeconds(seconds.asLong()));
        if (left.isPositive()) {
            queue.add(ObjectKey.of(job), left);
        } else {
            objects.delete(BuiltIn.JOBS, job, DeleteOptions.with(Propagation.BACKGROUND));
        }
    }

    private Instant finishedAt(ObjectNode job) {
        for (var condition : job.path("status").path("conditions")) {
            var type = Json.textAt(condition, "type");
            if (type.equals("Complete") || type.equals("Failed")) {
                return Instant.parse(Json.textAt(condition, "lastTransitionTime"));
            }
        }
        return clock.instant();
    }
}
