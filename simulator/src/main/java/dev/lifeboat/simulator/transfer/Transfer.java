package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.Profile;
import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.api.Permissions;
import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.api.Role;
import dev.lifeboat.simulator.api.SrState;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.http.HtmlError;
import dev.lifeboat.simulator.http.HttpExchange;
import dev.lifeboat.simulator.http.HttpRequest;
import dev.lifeboat.simulator.rpc.XapiError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// What every transfer does before its first byte: find out who asks, which task shows it, and which host has the disk.
final class Transfer {
    private final TransferContext context;
    private final Host host;
    private final HttpExchange exchange;
    private final HttpRequest request;

    Transfer(TransferContext context, Host host, HttpExchange exchange) {
        this.context = context;
        this.host = host;
        this.exchange = exchange;
        this.request = exchange.request();
    }

    Pool pool() {
        return context.pool();
    }

    Profile profile() {
        return context.pool().profile();
    }

    /// False when the caller has been refused, with 401 or 403, and its task has failed.
    boolean authorized() throws IOException {
        var role = role();
        if (role.isEmpty()) {
            givenTask().ifPresent(task -> pool().tasks().fail(task, XapiError.of("SESSION_AUTHENTICATION_FAILED")));
            HtmlError.send(exchange, 401, "SESSION_AUTHENTICATION_FAILED");
            return false;
        }
        var denied = Permissions.refusal(role.get(), "http" + request.path(), Role.VM_ADMIN);
        if (denied.isPresent()) {
            refuse(givenTask(), 403, denied.get());
            return false;
        }
        return true;
    }

    private Optional<Role> role() {
        var session = request.cookieOrQuery("session_id");
        return session.isPresent() ? pool().sessions().find(session.get()).map(pool().sessions()::role) : basic();
    }

    /// A session of its own that lasts only for the question.
    private Optional<Role> basic() {
        var header = request.header("authorization").orElse("");
        if (!header.startsWith("Basic ")) {
            return Optional.empty();
        }
        try {
            var plain =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = plain.indexOf(':');
            if (colon < 0) {
                return Optional.empty();
            }
            var session = pool().sessions()
                    .login(
                            plain.substring(0, colon),
                            plain.substring(colon + 1),
                            "http",
                            host.entity().ref());
            var role = session.map(pool().sessions()::role);
            session.ifPresent(pool().sessions()::end);
            return role;
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<Entity> givenTask() {
        return request.cookieOrQuery("task_id").flatMap(ref -> pool().database().find("task", ref));
    }

    /// The caller's task or a new one of the handler's own.
    Entity task(String label) {
        return givenTask()
                .orElseGet(() -> pool().tasks().create(label, "", host.entity().ref()));
    }

    Optional<Entity> disk(String parameter) {
        return request.query()
                .get(parameter)
                .flatMap(name -> pool().database()
                        .find("VDI", name)
                        .or(() -> pool().database().byUuid("VDI", name)));
    }

    /// The VM that `uuid` or `ref` names, by either.
    Optional<Entity> vm() {
        var name = vmName();
        return pool().database().find("VM", name).or(() -> pool().database().byUuid("VM", name));
    }

    String vmName() {
        return request.query().get("uuid").or(() -> request.query().get("ref")).orElse("");
    }

    /// The body, cut after so many bytes if a test wants that.
    OutputStream limited(OutputStream out) {
        var limit = pool().faults().takeExportLimit();
        return limit.isPresent() ? new LimitedOutput(out, limit.getAsLong()) : out;
    }

    /// True when the caller was sent to a host that has the repository, because this one has not.
    boolean redirected(Entity vdi) throws IOException {
        var sr = vdi.follow("SR");
        return sr.isPresent() && redirectedToHostOf(sr.get());
    }

    /// As [#redirected], for a repository.
    boolean redirectedToHostOf(Entity sr) throws IOException {
        if (SrState.pluggedOn(sr, host.entity())) {
            return false;
        }
        var other = pool().hosts().stream()
                .filter(each -> SrState.pluggedOn(sr, each.entity()))
                .findFirst();
        if (other.isEmpty()) {
            return false;
        }
        var location = "https://%s:%d%s?%s"
                .formatted(
                        other.get().address(),
                        context.httpsPort(),
                        request.path(),
                        request.query().raw());
        exchange.respond(302, Map.of("Location", location), new byte[0]);
        return true;
    }

    void refuse(Optional<Entity> task, int status, XapiError error) throws IOException {
        task.ifPresent(each -> pool().tasks().fail(each, error));
        HtmlError.send(exchange, status, error.code() + ": [ " + String.join("; ", error.parameters()) + " ]");
    }
}
