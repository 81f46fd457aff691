{{/*
What the operator may do where it keeps its resources. Each verb is one the operator uses: it writes by server-side
apply (patch, and create where the object may be new). Secrets and ConfigMaps it reads one by one, by the name that a
resource gives, so it may not list them.
*/}}
{{- define "lifeboat.operatorRules" -}}
- apiGroups: [lifeboat.dev]
  resources: [xenhypervisors, backupstorages, backuppolicies, vmrestores]
  verbs: [get, list, watch, patch]
# Made by policies, deleted by people alone.
- apiGroups: [lifeboat.dev]
  resources: [vmbackups]
  verbs: [get, list, watch, create, patch]
# The inventory comes and goes with the pool.
- apiGroups: [lifeboat.dev]
  resources: [xenvms]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [lifeboat.dev]
  resources:
    - xenhypervisors/status
    - xenvms/status
    - backupstorages/status
    - backuppolicies/status
    - vmbackups/status
    - vmrestores/status
  verbs: [patch]
# Where the API server checks owner references, a child may name its owner only with this.
- apiGroups: [lifeboat.dev]
  resources:
    - xenhypervisors/finalizers
    - backupstorages/finalizers
    - vmbackups/finalizers
    - vmrestores/finalizers
  verbs: [update]
# Agents.
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
# Orders for agents, and CA bundles.
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, create, patch, delete]
# Credentials of pools and storages, and CA bundles.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get]
# Whether a namespace is going: then its backups are let go without a call to the storage.
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get]
# Its own, and why an agent's pod does not start.
- apiGroups: [""]
  resources: [events]
  verbs: [list, create]
{{- end }}

{{/* What each of the roles for people includes. */}}
{{- define "lifeboat.viewRule" -}}
- apiGroups: [lifeboat.dev]
  resources: [xenhypervisors, xenvms, backupstorages, backuppolicies, vmbackups, vmrestores]
  verbs: [get, list, watch]
{{- end }}
