// Drives the pool through the npm package xen-api: node xen-api-client.mjs <package directory> <url> <user> <password>
// Prints one JSON document with what it saw.
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'

const [packageDirectory, url, username, password] = process.argv.slice(2)
const { createClient } = await import(pathToFileURL(join(packageDirectory, 'index.mjs')))

const xapi = createClient({ url, auth: { user: username, password }, allowUnauthorized: true })
await xapi.connect()
await xapi.objectsFetched

const ordinary = object =>
  object.$type === 'VM' && !object.is_a_template && !object.is_a_snapshot && !object.is_control_domain
const vms = Object.values(xapi.objects.all).filter(ordinary)
const web = vms.find(vm => vm.name_label === 'vm')

// The snapshot is heard of by event before anybody asks for it.
const heard = new Promise(resolve =>
  xapi.objects.on('add', added => {
    const snapshot = Object.values(added).find(object => object?.is_a_snapshot && object.$type === 'VM')
    if (snapshot !== undefined) {
      resolve(snapshot)
    }
  })
)
const ref = await xapi.callAsync('VM.snapshot', web.$ref, 'taken by xen-api').then(result => result)
const snapshot = await heard
const disks = snapshot.$VBDs.map(vbd => vbd.$VDI?.is_a_snapshot)

let refused
try {
  await xapi.call('VM.fly', web.$ref)
} catch (error) {
  refused = error.code
}
await xapi.setField('VM', web.$ref, 'name_description', 'seen by xen-api')
const description = await xapi.getField('VM', web.$ref, 'name_description')
await xapi.call('VM.destroy', snapshot.$ref)
await xapi.disconnect()

console.log(
  JSON.stringify({ vms: vms.map(vm => vm.name_label).sort(), ref, snapshot: snapshot.$ref, disks, refused, description })
)
process.exit(0)
