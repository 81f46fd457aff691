package dev.lifeboat.agent.nbdtarget;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/// An export of an NBD server: `nbd://host[:port]/name`, or `nbds://` for TLS, as the NBD project's URI
/// specification has it.
///
/// @param tls whether all but the greeting is encrypted
/// @param authority certificates that the server's is checked against; without, those that the system trusts
public record NbdUrl(String host, int port, String export, boolean tls, Optional<Path> authority) {
    private static final int PORT = 10_809;
    private static final String AUTHORITY = "ca=";

    /// Whether this is meant as one.
    public static boolean isOne(String text) {
        return text.startsWith("nbd://") || text.startsWith("nbds://");
    }

    /// @throws IllegalArgumentException it is none, and why
    public static NbdUrl parse(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is no URL: " + e.getReason(), e);
        }
        if (url.getHost() == null || url.getUserInfo() != null) {
            throw new IllegalArgumentException("'" + text + "' names no NBD server; write nbd://host[:port]/export");
        }
        var query = Optional.ofNullable(url.getQuery());
        boolean tls = "nbds".equals(url.getScheme());
        if (query.isPresent() && (!tls || !query.get().startsWith(AUTHORITY))) {
            throw new IllegalArgumentException(
                    "'" + text + "': an nbds URL may say ?ca=FILE, and nothing else behind a question mark");
        }
        var path = Optional.ofNullable(url.getPath()).orElse("");
        return new NbdUrl(
                url.getHost(),
                url.getPort() < 0 ? PORT : url.getPort(),
                path.startsWith("/") ? path.substring(1) : path,
                tls,
                query.map(each -> Path.of(each.substring(AUTHORITY.length()))));
    }
}
