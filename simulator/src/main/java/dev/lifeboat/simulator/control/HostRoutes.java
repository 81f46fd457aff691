package dev.lifeboat.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `POST /hosts/{name}/…`: what happens to a host.
final class HostRoutes {
    private final HostControl hosts;

    HostRoutes(HostControl hosts) {
        this.hosts = hosts;
    }

    Object route(List<String> parts, JsonNode parameters) {
        if (parts.size() != 3) {
            throw new UnknownObject("expected /hosts/{name}/crash, boot, reboot, emergency or clock");
        }
        var name = parts.get(1);
        switch (parts.get(2)) {
            case "crash" -> hosts.crash(name);
            case "boot" -> hosts.boot(name);
            case "reboot" -> hosts.reboot(name);
            case "emergency" -> {
                var texts = new ArrayList<String>();
                parameters.path("parameters").forEach(text -> texts.add(text.asText()));
                hosts.emergency(name, parameters.path("code").asText(""), texts);
            }
            case "clock" ->
                hosts.skewClock(
                        name, Duration.ofSeconds(parameters.path("aheadSeconds").asLong()));
            default -> throw new UnknownObject("a host has no " + parts.get(2));
        }
        return Map.of("done", true);
    }
}
