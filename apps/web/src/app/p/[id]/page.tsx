import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Workbench } from '../../../features/workbench/workbench.tsx';

export const metadata: Metadata = { title: 'Profile' };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export default async function ProfilePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!UUID.test(id)) notFound();
  return <Workbench id={id.toLowerCase()} />;
}
