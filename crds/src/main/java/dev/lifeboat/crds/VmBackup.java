package dev.lifeboat.crds;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// One recovery point of one VM, from the moment it is asked for. Its data outlives its policy.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("vmbackups")
@ShortNames("xvb")
@AdditionalPrinterColumn(name = "VM", jsonPath = ".status.vm.name", type = STRING)
@AdditionalPrinterColumn(name = "PHASE", jsonPath = ".status.phase", type = STRING)
@AdditionalPrinterColumn(name = "TYPE", jsonPath = ".status.effective.type", type = STRING)
@AdditionalPrinterColumn(name = "PROGRESS", jsonPath = ".status.progress.percentText", type = STRING)
@AdditionalPrinterColumn(name = "READ", jsonPath = ".status.size.readText", type = STRING)
@AdditionalPrinterColumn(name = "STORED", jsonPath = ".status.size.storedText", type = STRING)
@AdditionalPrinterColumn(name = "POINT-IN-TIME", jsonPath = ".status.pointInTime", type = DATE)
@AdditionalPrinterColumn(name = "AGE", jsonPath = Columns.AGE, type = DATE)
@AdditionalPrinterColumn(name = "STRATEGY", jsonPath = ".status.effective.strategy", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "PROTOCOL", jsonPath = ".status.effective.protocol", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "POLICY", jsonPath = ".spec.policyRef.name", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "STORAGE", jsonPath = ".spec.storageRef.name", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "FULL-REASON", jsonPath = ".status.effective.fullReason", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "CONSISTENCY", jsonPath = ".status.effective.consistency", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "MESSAGE", jsonPath = Columns.FAILED_MESSAGE, type = STRING, priority = 1)
public class VmBackup extends CustomResource<VmBackupSpec, VmBackupStatus> implements Namespaced {}
