package dev.lifeboat.crds;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.BOOLEAN;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Which VMs are backed up, when, how and where to.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("backuppolicies")
@ShortNames("xbp")
@AdditionalPrinterColumn(name = "READY", jsonPath = Columns.READY, type = STRING)
@AdditionalPrinterColumn(name = "SCHEDULES", jsonPath = ".status.schedulesText", type = STRING)
@AdditionalPrinterColumn(name = "VMS", jsonPath = ".status.selected.vms", type = INTEGER)
@AdditionalPrinterColumn(name = "OK", jsonPath = ".status.backups.succeeded", type = INTEGER)
@AdditionalPrinterColumn(name = "FAILED", jsonPath = ".status.backups.failed", type = INTEGER)
@AdditionalPrinterColumn(name = "LAST-RUN", jsonPath = ".status.lastRunTime", type = DATE)
@AdditionalPrinterColumn(name = "NEXT-RUN", jsonPath = ".status.nextRunText", type = STRING)
@AdditionalPrinterColumn(name = "SUSPENDED", jsonPath = ".spec.suspend", type = BOOLEAN)
@AdditionalPrinterColumn(name = "AGE", jsonPath = Columns.AGE, type = DATE)
@AdditionalPrinterColumn(name = "STORAGE", jsonPath = ".spec.storageRef.name", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "REASON", jsonPath = Columns.READY_REASON, type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "MESSAGE", jsonPath = Columns.READY_MESSAGE, type = STRING, priority = 1)
public class BackupPolicy extends CustomResource<BackupPolicySpec, BackupPolicyStatus> implements Namespaced {}
