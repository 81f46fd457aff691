package dev.lifeboat.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeboat.simulator.fault.CallFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `POST /faults/…`: what goes wrong with calls, transfers, events and storage.
final class FaultRoutes {
    private static final String KNOWN =
            "faults are calls, nbd-cut, nbd-refuse, nbd-stall, nbd-wrong-cookie, storage-full,"
                    + " truncate-export, stall-body, events-lost, deletions-lost";

    private final Control control;

    FaultRoutes(Control control) {
        this.control = control;
    }

    Object route(List<String> parts, JsonNode parameters) {
        var faults = control.faults();
        switch (parts.size() < 2 ? "" : parts.get(1)) {
            case "calls" ->
                faults.next(
                        parameters.path("method").asText("*"),
                        parameters.path("count").asInt(1),
                        callFault(parameters));
            case "nbd-cut" -> faults.cutNbdAfter(bytes(parameters));
            case "nbd-refuse" -> faults.refuseNbd(enabled(parameters));
            case "nbd-stall" -> faults.stallNbd(pause(parameters));
            case "nbd-wrong-cookie" ->
                faults.wrongNbdCookies(parameters.path("count").asInt(1));
            case "storage-full" -> control.storageFull(enabled(parameters));
            case "truncate-export" -> faults.truncateNextExport(bytes(parameters));
            case "stall-body" -> faults.stallNextBody(bytes(parameters), pause(parameters));
            case "events-lost" -> control.loseEvents();
            case "deletions-lost" -> control.dropDeletions();
            default -> throw new UnknownObject(KNOWN);
        }
        return Map.of("done", true);
    }

    private static boolean enabled(JsonNode parameters) {
        return parameters.path("enabled").asBoolean(true);
    }

    private static long bytes(JsonNode parameters) {
        return parameters.path("afterBytes").asLong();
    }

    private static Duration pause(JsonNode parameters) {
        return Duration.ofMillis(parameters.path("milliseconds").asLong());
    }

    private static CallFault callFault(JsonNode parameters) {
        return switch (parameters.path("kind").asText("failure")) {
            case "failure" -> {
                var texts = new ArrayList<String>();
                parameters.path("parameters").forEach(text -> texts.add(text.asText()));
                yield new CallFault.Failure(parameters.path("code").asText("INTERNAL_ERROR"), texts);
            }
            case "delay" -> new CallFault.Delay(pause(parameters));
            case "stuck" -> new CallFault.Stuck();
            case "drop-before" -> new CallFault.DropBefore();
            case "drop-after" -> new CallFault.DropAfter();
            default -> throw new IllegalArgumentException("kinds are failure, delay, stuck, drop-before, drop-after");
        };
    }
}
