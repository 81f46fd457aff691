package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.api.Permissions;
import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.api.Role;
import dev.lifeboat.simulator.api.SrState;
import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.http.HtmlError;
import dev.lifeboat.simulator.http.HttpExchange;
import dev.lifeboat.simulator.http.HttpRequest;
import dev.lifeboat.simulator.http.Query;
import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.xva.DiskOutput;
import java.io.IOException;
import java.io.InputStream;
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

    HttpRequest request() {
        return request;
    }

    Query query() {
        return request.query();
    }

    InputStream body() {
        return exchange.body();
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
            refuse(403, denied.get());
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

    private Optional<Entity> givenTask() {
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

    /// Attaches a disk to this host; the caller detaches it.
    Entity attach(Entity vdi, boolean writable) {
        return pool().attachments().attach(host, vdi, writable);
    }

    DiskReader reader(Entity vdi, Entity task) {
        return new DiskReader(pool(), vdi, task, context.exportedBytes());
    }

    DiskWriter writer(Entity vdi, Progress progress) {
        return new DiskWriter(pool(), vdi, progress, context.importedBytes());
    }

    ExportedDisk exported(Entity vdi, Progress progress) {
        return new ExportedDisk(pool(), vdi, progress, context.exportedBytes());
    }

    /// An archive as this release writes it.
    DiskOutput archive(OutputStream out) {
        return new DiskOutput(out, profile().blockChecksum(), profile().sparseness());
    }

    OutputStream begin(int status, Map<String, String> headers) throws IOException {
        return exchange.begin(status, headers);
    }

    OutputStream begin(String version, int status, Map<String, String> headers) throws IOException {
        return exchange.begin(version, status, headers);
    }

    void respond(int status, Map<String, String> headers, byte[] body) throws IOException {
        exchange.respond(status, headers, body);
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

    /// The caller's task, if it named one, fails too.
    void refuse(int status, XapiError error) throws IOException {
        givenTask().ifPresent(each -> pool().tasks().fail(each, error));
        HtmlError.send(exchange, status, error.code() + ": [ " + String.join("; ", error.parameters()) + " ]");
    }
}
