package dev.lifeboat.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
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
            control.clearFaults();
            return DONE;
        }
        if (!method.equals("POST")) {
            throw new UnknownObject(method + " " + path + " is no control operation");
        }
        return switch (parts.getFirst()) {
            case "vms" -> disk(parts, parameters);
            case "faults" -> new FaultRoutes(control).route(parts, parameters);
            case "hosts" -> new HostRoutes(control.hosts()).route(parts, parameters);
            case "sessions" -> Map.of("evicted", control.evictSessions());
            case "garbage" -> Map.of("collected", control.collectGarbage());
            case "master" ->
                Map.of(
                        "address",
                        parameters.has("host")
                                ? control.hosts()
                                        .makeMaster(parameters.path("host").asText())
                                : control.changeMaster());
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
}
