package dev.lifeboat.agent.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The agent's command line: `run` and these options. All values are paths or addresses, so that whoever runs the agent
/// decides where files lie; secrets are files, never arguments.
///
/// @param order              the [Order] as JSON
/// @param poolCredentials    a folder with the files `username` and `password`
/// @param storageCredentials a folder with `accessKeyId`, `secretAccessKey` and, if the keys are temporary,
/// `sessionToken`
/// @param repositoryKey      a folder with the file `key`, which opens an encrypted repository
/// @param volume             the folder where a file system storage is mounted
/// @param report             the file that takes the [Report]
/// @param listen             `address:port` of the HTTP server for `/progress`, `/metrics` and `/healthz`
public record AgentArguments(
        String order,
        Optional<String> poolCredentials,
        Optional<String> storageCredentials,
        Optional<String> repositoryKey,
        Optional<String> volume,
        String report,
        String listen) {

    public static final String COMMAND = "run";
    public static final String ORDER = "--order";
    public static final String POOL_CREDENTIALS = "--pool-credentials";
    public static final String STORAGE_CREDENTIALS = "--storage-credentials";
    public static final String REPOSITORY_KEY = "--repository-key";
    public static final String VOLUME = "--volume";
    public static final String REPORT = "--report";
    public static final String LISTEN = "--listen";

    /// As a container's `args`.
    public List<String> toList() {
        var arguments = new ArrayList<>(List.of(COMMAND, ORDER, order, REPORT, report, LISTEN, listen));
        poolCredentials.ifPresent(folder -> arguments.addAll(List.of(POOL_CREDENTIALS, folder)));
        storageCredentials.ifPresent(folder -> arguments.addAll(List.of(STORAGE_CREDENTIALS, folder)));
        repositoryKey.ifPresent(folder -> arguments.addAll(List.of(REPOSITORY_KEY, folder)));
        volume.ifPresent(folder -> arguments.addAll(List.of(VOLUME, folder)));
        return List.copyOf(arguments);
    }
}
