package dev.lifeboat.devcluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeboat.devcluster.api.DeleteOptions;
import dev.lifeboat.devcluster.api.DeleteOptions.Propagation;
import dev.lifeboat.devcluster.api.Resources;
import dev.lifeboat.devcluster.control.Controller;
import dev.lifeboat.devcluster.control.ObjectWrites;
import dev.lifeboat.devcluster.json.Json;
import dev.lifeboat.devcluster.json.Meta;
import dev.lifeboat.devcluster.kind.BuiltIn;
import dev.lifeboat.devcluster.store.Change;
import dev.lifeboat.devcluster.store.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/// Runs jobs: one pod at a time until one succeeds, or too many fail, or time is over.
public final class JobController implements Controller, AutoCloseable {
    private final ObjectWrites objects;
    private final EventRecorder events;
    private final Clock clock;
    private final FailedPods failures = new FailedPods();
    private final WorkQueue queue = new WorkQueue("job-controller", this::reconcile);

    public JobController(Resources resources, Clock clock) {
        objects = new ObjectWrites(resources, "job-controller");
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
        } else if (JobTimes.late(job, clock.instant())) {
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
        var wait = failures.backOff(Meta.of(job).uid(), clock.instant());
        if (wait.isPositive()) {
            queue.add(ObjectKey.of(job), wait);
        } else {
            var created = objects.create(BuiltIn.PODS, JobPods.podOf(job));
            events.normal(
                    job, "SuccessfulCreate", "Created pod: " + Meta.of(created).name());
        }
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

    private ObjectNode status(ObjectNode job, JobPods pods, Consumer<ObjectNode> change) {
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

    /// Wakes when the job is late, if it can be.
    private void deadline(ObjectNode job) {
        JobTimes.untilLate(job, clock.instant()).ifPresent(left -> queue.add(ObjectKey.of(job), left.plusMillis(1)));
    }

    /// Finished jobs with a time to live are deleted with their pods.
    private void expire(ObjectNode job) {
        var left = JobTimes.untilExpired(job, clock.instant());
        if (left.isEmpty()) {
            return;
        }
        if (left.get().isPositive()) {
            queue.add(ObjectKey.of(job), left.get());
        } else {
            objects.delete(BuiltIn.JOBS, job, DeleteOptions.with(Propagation.BACKGROUND));
        }
    }
}
