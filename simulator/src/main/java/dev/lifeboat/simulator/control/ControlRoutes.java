package dev.lifeboat.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.simulator.fault.CallFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Which path does what.
final class ControlRoutes {
    private static final Map<String, Object> DONE = Map.of("done", true);

    private final Control control;

    ControlRoutes(Control control) {
        this.control = control;
    }

    Object route(String method, String path, JsonNode parameters) {
        var parts = List.of(path.substring(1).split("/", -1));
        if (method.equals("GET") && parts.getFirst().equals("state")) {
            return control.state();
        }
        if (method.equals("DELETE") && parts.getFirst().equals("vms") && parts.size() == 2) {
            control.destroyVm(parts.get(1));
            return DONE;
        }
        if (method.equals("DELETE") && parts.getFirst().equals("faults")) {
            control.faults().clear();
            control.storageFull(false);
            return DONE;
        }
        if (!method.equals("POST")) {
            throw new UnknownObject(method + " " + path + " is no control operation");
        }
        return switch (parts.getFirst()) {
            case "vms" -> disk(parts, parameters);
            case "faults" -> fault(parts, parameters);
            case "sessions" -> Map.of("evicted", control.evictSessions());
            case "garbage" -> Map.of("collected", control.collectGarbage());
            case "master" -> Map.of("address", control.changeMaster());
            default -> throw new UnknownObject("POST " + path + " is no control operation");
        };
    }

    private Object disk(List<String> parts, JsonNode parameters) {
        if (parts.size() != 5 || !parts.get(2).equals("disks")) {
            throw new UnknownObject("expected /vms/{vm}/disks/{userdevice}/writes or …/break-tracking");
        }
        var vm = parts.get(1);
        var userdevice = parts.get(3);
        return switch (parts.get(4)) {
            case "writes" -> Map.of("ranges", writes(vm, userdevice, parameters));
            case "break-tracking" -> {
                control.breakTracking(vm, userdevice);
                yield DONE;
            }
            default -> throw new UnknownObject("a disk has no " + parts.get(4));
        };
    }

    private List<Range> writes(String vm, String userdevice, JsonNode parameters) {
        long seed = parameters.path("seed").asLong(1);
        if (parameters.has("count")) {
            int length = parameters.path("length").asInt(4096);
            return control.scatter(vm, userdevice, parameters.path("count").asInt(), length, seed);
        }
        var pattern =
                Pattern.valueOf(parameters.path("pattern").asText("random").toUpperCase(Locale.ROOT));
        var range = new Range(
                parameters.path("offset").asLong(), parameters.path("length").asLong());
        return control.write(vm, userdevice, range, pattern, seed);
    }

    private Object fault(List<String> parts, JsonNode parameters) {
        var faults = control.faults();
        switch (parts.size() < 2 ? "" : parts.get(1)) {
            case "calls" ->
                faults.next(
                        parameters.path("method").asText("*"),
                        parameters.path("count").asInt(1),
                        callFault(parameters));
            case "nbd-cut" -> faults.cutNbdAfter(parameters.path("afterBytes").asLong());
            case "nbd-refuse" -> faults.refuseNbd(parameters.path("enabled").asBoolean(true));
            case "nbd-stall" ->
                faults.stallNbd(
                        Duration.ofMillis(parameters.path("milliseconds").asLong()));
            case "storage-full" ->
                control.storageFull(parameters.path("enabled").asBoolean(true));
            case "truncate-export" ->
                faults.truncateNextExport(parameters.path("afterBytes").asLong());
            default ->
                throw new UnknownObject(
                        "faults are calls, nbd-cut, nbd-refuse, nbd-stall, storage-full, truncate-export");
        }
        return DONE;
    }

    private static CallFault callFault(JsonNode parameters) {
        return switch (parameters.path("kind").asText("failure")) {
            case "failure" -> {
                var texts = new ArrayList<String>();
                parameters.path("parameters").forEach(text -> texts.add(text.asText()));
                yield new CallFault.Failure(parameters.path("code").asText("INTERNAL_ERROR"), texts);
            }
            case "delay" ->
                new CallFault.Delay(
                        Duration.ofMillis(parameters.path("milliseconds").asLong()));
            case "drop-before" -> new CallFault.DropBefore();
            case "drop-after" -> new CallFault.DropAfter();
            default -> throw new IllegalArgumentException("kinds are failure, delay, drop-before, drop-after");
        };
    }
}
