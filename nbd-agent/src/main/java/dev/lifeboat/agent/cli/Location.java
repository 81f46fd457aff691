package dev.lifeboat.agent.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a repository is, as a URL.
sealed interface Location {

    String EXAMPLES = "file:///backups or s3://bucket/prefix?endpoint=https://s3.example.com&region=eu-west-1";

    Set<String> S3_PARAMETERS = Set.of("endpoint", "region", "path-style");

    /// A folder.
    record Folder(Path path) implements Location {}

    /// A part of a bucket.
    ///
    /// @param endpoint empty for AWS
    /// @param region empty for what the environment says
    record Bucket(String name, String prefix, Optional<URI> endpoint, Optional<String> region, boolean pathStyle)
            implements Location {}

    /// @throws CommandFailedException it is no such URL, naming what is wrong
    static Location parse(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw usage("'" + text + "' is no URL: " + e.getReason());
        }
        return switch (Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT)) {
            case "file" -> folder(text, url);
            case "s3" -> bucket(text, url);
            default -> throw usage("'" + text + "' is no place for a repository");
        };
    }

    private static Folder folder(String text, URI url) {
        if (url.getPath() == null || !url.getPath().startsWith("/") || url.getQuery() != null || hasHost(url)) {
            throw usage("'" + text + "' names no folder; write three slashes and the whole path");
        }
        return new Folder(Path.of(url.getPath()));
    }

    private static boolean hasHost(URI url) {
        return url.getAuthority() != null && !url.getAuthority().isEmpty();
    }

    private static Bucket bucket(String text, URI url) {
        if (url.getUserInfo() != null
                || (url.getAuthority() != null && url.getAuthority().contains("@"))) {
            throw usage(
                    "Credentials do not belong into a location, where others see them: use the usual AWS environment"
                            + " or --credentials");
        }
        if (!hasHost(url)) {
            throw usage("'" + text + "' names no bucket");
        }
        var parameters = parameters(url);
        var endpoint = Optional.ofNullable(parameters.get("endpoint")).map(Location::endpoint);
        return new Bucket(
                url.getAuthority(),
                url.getPath().replaceAll("^/+|/+$", ""),
                endpoint,
                Optional.ofNullable(parameters.get("region")),
                pathStyle(parameters, endpoint.isPresent()));
    }

    private static Map<String, String> parameters(URI url) {
        var parameters = new HashMap<String, String>();
        if (url.getRawQuery() != null) {
            for (var pair : url.getRawQuery().split("&", -1)) {
                int equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                if (!S3_PARAMETERS.contains(name)) {
                    throw usage("A location has no parameter '" + name + "', only endpoint, region and path-style");
                }
                parameters.put(
                        name, equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static URI endpoint(String text) {
        try {
            var endpoint = new URI(text);
            if (endpoint.getHost() != null && Set.of("http", "https").contains(endpoint.getScheme())) {
                return endpoint;
            }
        } catch (URISyntaxException e) {
            throw usage("The endpoint '" + text + "' is no URL: " + e.getReason());
        }
        throw usage("The endpoint '" + text + "' is no http or https URL");
    }

    /// Servers other than AWS rarely have a name for each bucket.
    private static boolean pathStyle(Map<String, String> parameters, boolean hasEndpoint) {
        var text = parameters.getOrDefault("path-style", Boolean.toString(hasEndpoint));
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw usage("path-style is true or false, not '" + text + "'");
        };
    }

    private static CommandFailedException usage(String message) {
        return new CommandFailedException(Exit.USAGE, message + ". A location is a URL like " + EXAMPLES);
    }
}
