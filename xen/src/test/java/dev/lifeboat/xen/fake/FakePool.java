package dev.lifeboat.xen.fake;

import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.Trust;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A scripted pool of one host that speaks XAPI over HTTPS: sessions, tasks, and records that can be read
/// and marked. What a call does beyond that, the test says.
public final class FakePool implements AutoCloseable {

    public static final String USER = "root";
    public static final String PASSWORD = "correct";

    /// One call's behaviour: parameters without the session in, value out, or a [Failure].
    @FunctionalInterface
    public interface Script extends Function<List<Object>, Object> {}

    private final X509Bundle certificate;
    private final FakeHost host;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final FakeRecords objects = new FakeRecords();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final List<Xml.Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger counter = new AtomicInteger();
    private volatile int pollsUntilDone = 1;

    public FakePool() throws Exception {
        certificate = selfSigned("CN=xen1").buildSelfSigned();
        host = new FakeHost(certificate);
        FakeHost.Handler rpc = (request, _, out) ->
                FakeHost.answer(out, 200, "content-type: text/xml\r\n", answer(Xml.call(request.readBody())));
        host.on("POST /", rpc);
        on("session.login_with_password", this::login);
        on("task.create", _ -> newTask("pending", "", List.of()));
        on("task.get_record", parameters -> task((String) parameters.getFirst()));
        on("task.cancel", _ -> "");
        on("task.set_status", _ -> "");
        on("task.destroy", parameters -> {
            records("task").remove((String) parameters.getFirst());
            return "";
        });
    }

    /// As hosts make them for themselves, for 127.0.0.1.
    public static CertificateBuilder selfSigned(String subject) {
        return new CertificateBuilder()
                .subject(subject)
                .ecp256()
                .setIsCertificateAuthority(true)
                .addSanIpAddress("127.0.0.1");
    }

    public FakeHost host() {
        return host;
    }

    public X509Bundle certificate() {
        return certificate;
    }

    public PoolAccess access() {
        return new PoolAccess(
                List.of(host.uri()),
                new Credentials(USER, PASSWORD),
                new Trust.CaBundle(certificate.getCertificatePEM()));
    }

    public void on(String method, Script script) {
        scripts.put(method, script);
    }

    /// Fails these many times, then goes on as before.
    public void failFirst(int times, String method, Failure failure) {
        var before = scripts.get(method);
        var left = new AtomicInteger(times);
        on(method, parameters -> {
            if (left.getAndDecrement() > 0) {
                throw failure;
            }
            return before == null ? objects.call(method, parameters) : before.apply(parameters);
        });
    }

    /// Adds an object with a UUID of its own.
    ///
    /// @return its ref
    public String add(String type, Map<String, Object> fields) {
        return objects.add(type, fields);
    }

    public Map<String, Map<String, Object>> records(String type) {
        return objects.of(type);
    }

    public UUID uuid(String type, String ref) {
        return objects.uuid(type, ref);
    }

    public List<Xml.Call> calls() {
        return calls;
    }

    /// Parameters of the calls of one method, without the session.
    public List<List<Object>> callsOf(String method) {
        return calls.stream()
                .filter(call -> call.method().equals(method))
                .map(call -> call.parameters()
                        .subList(
                                Math.min(1, call.parameters().size()),
                                call.parameters().size()))
                .toList();
    }

    public void dropSessions() {
        sessions.clear();
    }

    public Set<String> sessions() {
        return new TreeSet<>(sessions);
    }

    public void pollsUntilDone(int polls) {
        pollsUntilDone = polls;
    }

    /// Ends the task of a disk handler.
    public void endTask(String task, String status, Object result, String... errorInfo) {
        var record = records("task").get(task);
        record.put("error_info", List.of(errorInfo));
        record.put("result", result.equals("") ? "" : Xml.write(result));
        record.put("status", status);
    }

    private String newTask(String status, String result, List<String> error) {
        var fields = new HashMap<String, Object>(Map.of("status", status, "result", result, "error_info", error));
        fields.put("polls", new AtomicInteger());
        return add("task", fields);
    }

    /// Asynchronous calls are done at once, but say «pending» for some polls.
    private Object task(String ref) {
        var record = records("task").get(ref);
        if (record == null) {
            throw new Failure("HANDLE_INVALID", "task", ref);
        }
        var shown = new HashMap<>(record);
        var polls = (AtomicInteger) shown.remove("polls");
        if (polls != null && polls.getAndIncrement() < pollsUntilDone) {
            shown.put("status", "pending");
        }
        return shown;
    }

    private Object login(List<Object> parameters) {
        if (!parameters.subList(0, 2).equals(List.of(USER, PASSWORD))) {
            throw new Failure("SESSION_AUTHENTICATION_FAILED", USER, "Authentication failure");
        }
        String session = "OpaqueRef:session-" + counter.incrementAndGet();
        sessions.add(session);
        return session;
    }

    /// What the pool says to a call, for a proxy in front of it.
    public byte[] answer(Xml.Call call) {
        calls.add(call);
        try {
            return Xml.success(perform(call));
        } catch (Failure failure) {
            return Xml.failure(failure.code(), failure.parameters().toArray());
        }
    }

    private Object perform(Xml.Call call) {
        if (call.method().equals("session.login_with_password")) {
            return scripts.get(call.method()).apply(call.parameters());
        }
        String session = (String) call.parameters().getFirst();
        if (!sessions.contains(session)) {
            throw new Failure("SESSION_INVALID", session);
        }
        if (call.method().equals("session.logout")) {
            sessions.remove(session);
            return "";
        }
        var parameters =
                new ArrayList<>(call.parameters().subList(1, call.parameters().size()));
        return call.method().startsWith("Async.")
                ? async(call.method().substring("Async.".length()), parameters)
                : run(call.method(), parameters);
    }

    private String async(String method, List<Object> parameters) {
        try {
            Object value = run(method, parameters);
            return newTask("success", Xml.write(value), List.of());
        } catch (Failure failure) {
            if (Set.of("TOO_MANY_PENDING_TASKS", "MESSAGE_METHOD_UNKNOWN", "MESSAGE_PARAMETER_COUNT_MISMATCH")
                    .contains(failure.code())) {
                throw failure;
            }
            var error = new ArrayList<>(List.of(failure.code()));
            error.addAll(failure.parameters());
            return newTask("failure", "", error);
        }
    }

    private Object run(String method, List<Object> parameters) {
        var script = scripts.get(method);
        return script == null ? objects.call(method, parameters) : script.apply(parameters);
    }

    @Override
    public void close() throws IOException {
        host.close();
    }
}
