package dev.lifeboat.e2e.quickstart;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// A bucket that is there already, addressed by path, and the keys to it.
///
/// @param endpoint scheme and authority
/// @param prefix   of all objects, empty or with its slash
record GivenBucket(String endpoint, String name, String prefix, String accessKeyId, String secretAccessKey) {
    /// @param environment that has the keys
    /// @throws QuickstartException the URL is of another form, or a key is missing
    static GivenBucket of(URI url, Map<String, String> environment) {
        var path = Optional.ofNullable(url.getPath())
                .orElse("")
                .replaceFirst("^/", "")
                .split("/", 2);
        if (!String.valueOf(url.getScheme()).matches("https?") || url.getAuthority() == null || path[0].isEmpty()) {
            throw new QuickstartException("--s3 takes http(s)://host[:port]/bucket[/prefix], not " + url);
        }
        return new GivenBucket(
                url.getScheme() + "://" + url.getAuthority(),
                path[0],
                path.length > 1 && !path[1].isEmpty() ? path[1].replaceFirst("/?$", "/") : "",
                key(environment, "AWS_ACCESS_KEY_ID"),
                key(environment, "AWS_SECRET_ACCESS_KEY"));
    }

    private static String key(Map<String, String> environment, String name) {
        var value = environment.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new QuickstartException("--s3 needs the bucket's key in the environment variable " + name);
        }
        return value;
    }

    @Override
    public String toString() {
        return endpoint + "/" + name + "/" + prefix;
    }
}
